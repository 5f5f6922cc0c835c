internal import Core

/// The bytes that a worker may hold read ahead, and the rate at which it may read.
actor ReadAhead {
    private let capacity: Int64
    private var free: Int64
    private var waiting: [(need: Int64, resume: CheckedContinuation<Void, Never>)] = []
    private var budget: RateBudget

    init(capacity: Int, at now: ContinuousClock.Instant = .now) {
        self.capacity = Int64(capacity)
        free = Int64(capacity)
        budget = RateBudget(bytesPerSecond: 0, filesPerSecond: 0, at: now)
    }

    /// Changes the rate; 0 is no limit.
    func setRate(bytesPerSecond: Double, filesPerSecond: Double) {
        budget.bytesPerSecond = bytesPerSecond
        budget.filesPerSecond = filesPerSecond
    }

    /// Waits until that much may be read. In order: no file is overtaken for ever by smaller ones.
    ///
    /// - Returns: `false` if the task was cancelled while it waited for the rate. What was taken
    ///   must be given back all the same.
    func acquire(_ byteCount: Int64) async -> Bool {
        let need = clamped(byteCount)
        if free >= need && waiting.isEmpty {
            free -= need
        } else {
            await withCheckedContinuation { waiting.append((need, $0)) }
        }
        let pause = budget.take(byteCount: byteCount, at: .now)
        guard pause > .zero else { return !Task.isCancelled }
        do { try await Task.sleep(for: pause) } catch { return false }
        return true
    }

    /// Gives back what ``acquire(_:)`` took.
    func release(_ byteCount: Int64) {
        free += clamped(byteCount)
        while let first = waiting.first, free >= first.need {
            free -= first.need
            waiting.removeFirst().resume.resume()
        }
    }

    /// What a file counts: never more than all there is, or it would wait for ever.
    private func clamped(_ byteCount: Int64) -> Int64 {
        min(max(byteCount, 1), min(Int64(LaneLimits.slotByteCount), capacity))
    }
}
