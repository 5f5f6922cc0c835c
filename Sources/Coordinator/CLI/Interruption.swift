internal import Core
internal import Dispatch
internal import Foundation
internal import Glibc
internal import Storage
internal import Synchronization

/// Ctrl-C and its like, heard from the first moment of a command to its last.
///
/// What a signal does depends on how far the command is. Before the first shard is granted there is
/// nothing to drain, and planning may wait for storage that never answers: so it ends at once.
final class Interruption: Sendable {
    /// How far a command is.
    enum Stage {
        /// Nothing was made yet.
        case idle
        /// A new sweep's folder is being filled; half of it is worth nothing.
        case making(SweepFolder)
        /// A sweep that exists is being planned or checked. The command goes on with it.
        case checking(resume: String)
        /// Shards are out: the first signal asks to stop, the second ends the process.
        case running(resume: String)
    }

    /// What a running sweep looks at.
    let stop = StopRequest()
    private let stage: Mutex<Stage>

    /// Hears signals for as long as the process lives.
    init(_ stage: sending Stage = .idle) {
        self.stage = Mutex(stage)
        // Not a task: planning may have taken the last thread that tasks run on.
        let queue = DispatchQueue(label: "turnstone.signals")
        for number in [SIGINT, SIGTERM] {
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            // The handler holds its own source, which would fall silent without it.
            source.setEventHandler { withExtendedLifetime(source) { self.hear() } }
            source.activate()
        }
    }

    /// Tells how far the command is; waits for ever if a signal is just ending it.
    func reach(_ stage: sending Stage) { self.stage.withLock { $0 = stage } }

    /// Does something that a signal ends: an error that comes of that is not told.
    func unlessEnding<Value>(_ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch {
            stage.withLock { _ in }
            throw error
        }
    }

    private func hear() {
        // Held to the end: nobody gets on from a stage that is being cleared away.
        stage.withLock { stage in
            switch stage {
            case .idle: Interruption.end("stopped; nothing was begun")
            case .making(let folder):
                let isGone = Interruption.clearAway(folder)
                Interruption.end(
                    "stopped while planning: nothing was scanned, and \(folder.path) "
                        + (isGone
                            ? "was removed; the same command begins anew"
                            : "is half-made and of no use; remove it")
                )
            case .checking(let resume):
                Interruption.end(
                    "stopped before the first shard; nothing is lost, `\(resume)` goes on"
                )
            case .running(let resume):
                // The second one does not wait; what was acknowledged is in the ledger.
                if stop.isRequested { Interruption.end("stopped at once; `\(resume)` goes on") }
                stop.make()
                ProgressLine.write("\nturnstone: stopping; once more stops at once\n")
            }
        }
    }

    /// Removes a folder into which other threads may still be writing.
    private static func clearAway(_ folder: SweepFolder) -> Bool {
        for _ in 0..<10 {
            folder.remove()
            if !FileManager.default.fileExists(atPath: folder.path) { return true }
            usleep(20_000)
        }
        return false
    }

    private static func end(_ sentence: String) -> Never {
        ProgressLine.clear()
        StandardError.write("\nturnstone: \(sentence)\n")
        _exit(4)
    }
}
