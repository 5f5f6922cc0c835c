internal import CLinux
internal import Core

/// The threads of a walk.
final class WalkCrew: Sendable {
    private let plan: WalkPlan
    private let runs: RunFolder
    private let queue: WalkQueue
    private let threadCount: Int
    private let tally = Lock(WalkTally())

    init(plan: WalkPlan, runs: RunFolder, threadCount: Int) throws(WalkError) {
        self.plan = plan
        self.runs = runs
        self.threadCount = threadCount
        do throws(SystemError) {
            let folders = PendingFolders(
                byteCountMax: WalkLimits.pendingByteCountMax,
                spillingInto: try runs.createPending()
            )
            guard let queue = WalkQueue(folders: folders) else {
                throw SystemError(operation: "malloc", path: EntryPath("/"), errno: ENOMEM)
            }
            self.queue = queue
        } catch { throw .system(error) }
    }

    /// Starts the threads, hands them the roots and lists, and waits for the end.
    func walk(_ roots: [WalkRoot], _ lists: [PathList]) throws(WalkError) -> WalkTally {
        let threads = start()
        if threads.isEmpty {
            queue.fail(
                .system(
                    SystemError(
                        operation: "pthread_create",
                        path: EntryPath("/"),
                        errno: EAGAIN
                    )
                )
            )
        }
        do {
            try feed(roots, lists)
        } catch {
            queue.fail(error)
        }
        queue.endFeeding()
        for thread in threads { pthread_join(thread, nil) }
        if let error = queue.error { throw error }
        return tally.withLock { $0 }
    }

    private func feed(_ roots: [WalkRoot], _ lists: [PathList]) throws(WalkError) {
        var files = RunBuffer(byteCountMax: WalkLimits.runByteCountMax / 8, runs: runs)
        for root in roots {
            if root.status.kind == .directory {
                let folder = PendingFolder(path: root.path.bytes, device: root.status.device)
                try queue.push([folder])
                continue
            }
            let facts = FileFacts(
                root.status,
                isExcluded: false,
                device: root.status.device,
                plan
            )
            do { try files.add(facts.record, path: root.path.bytes) } catch { throw .system(error) }
        }
        do { try files.spill() } catch { throw .system(error) }
        for list in lists {
            var paths: [[UInt8]] = []
            let facts = try list.forEach { path throws(WalkError) in
                paths.append(path)
                if paths.count == WalkLimits.listedPathCount {
                    // A walk that has failed says so at its end; the rest of the list is idle.
                    _ = queue.feed(paths)
                    paths.removeAll(keepingCapacity: true)
                }
            }
            _ = queue.feed(paths)
            // A command that failed or a wrong folder makes one: it is no storage without files.
            guard facts.pathCount > 0 else { throw .listWithoutPaths(list.path) }
            if facts.carriageReturnCount == facts.pathCount {
                tally.withLock { _ = $0.listsWithCarriageReturns.insert(list.path) }
            }
        }
    }

    private func start() -> [pthread_t] {
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setstacksize(&attributes, WalkLimits.stackByteCount)
        return (0..<threadCount).compactMap { _ in
            var thread = pthread_t()
            let context = unsafe Unmanaged.passRetained(self).toOpaque()
            let result = unsafe pthread_create(
                &thread,
                &attributes,
                { context in
                    guard let context = unsafe context else { return nil }
                    // SAFETY: retained for this thread when it was started.
                    unsafe Unmanaged<WalkCrew>.fromOpaque(context).takeRetainedValue().work()
                    return nil
                },
                context
            )
            if result == 0 { return thread }
            unsafe Unmanaged<WalkCrew>.fromOpaque(context).release()
            return nil
        }
    }

    /// What each thread does.
    private func work() {
        _ = unsafe linux_set_thread_name("walk")
        let entries = RunBuffer(
            byteCountMax: WalkLimits.runByteCountMax / threadCount,
            runs: runs
        )
        var thread = WalkThread(plan: plan, queue: queue, entries: entries)
        do { try thread.run() } catch { queue.fail(error) }
        let counted = thread.tally
        tally.withLock { $0 += counted }
    }
}
