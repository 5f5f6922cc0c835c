internal import CLinux
internal import Core

/// What the threads of a walk share: the work that is left, and the first failure.
@safe final class WalkQueue: @unchecked Sendable {
    /// A piece of work.
    enum Work {
        case folder(PendingFolder)
        case listed([[UInt8]])
    }

    // SAFETY: all that changes is touched only between `lock` and `unlock` of the monitor.
    private let monitor: UnsafeMutablePointer<linux_monitor>
    private var folders: PendingFolders
    private var listed: [[[UInt8]]] = []
    private var busyCount = 0
    private var isFed = false
    private var failure: WalkError?

    /// Makes an empty queue; `nil` if there is no memory for its lock.
    init?(folders: consuming PendingFolders) {
        guard let monitor = unsafe linux_monitor_new() else { return nil }
        unsafe self.monitor = unsafe monitor
        self.folders = folders
    }

    deinit { unsafe linux_monitor_free(monitor) }

    /// Adds folders to be read.
    func push(_ found: [PendingFolder]) throws(WalkError) {
        unsafe linux_monitor_lock(monitor)
        defer { unsafe linux_monitor_unlock(monitor) }
        do { for folder in found { try folders.push(folder) } } catch { throw .system(error) }
        unsafe linux_monitor_wake_all(monitor)
    }

    /// Adds listed paths; waits while too many wait already.
    ///
    /// - Returns: false when the walk has failed and takes no more.
    func feed(_ paths: [[UInt8]]) -> Bool {
        unsafe linux_monitor_lock(monitor)
        defer { unsafe linux_monitor_unlock(monitor) }
        while failure == nil, listed.count >= WalkLimits.listedBlockCountMax {
            unsafe linux_monitor_wait(monitor)
        }
        listed.append(paths)
        unsafe linux_monitor_wake_all(monitor)
        return failure == nil
    }

    /// Says that ``feed(_:)`` will not be called again.
    func endFeeding() {
        unsafe linux_monitor_lock(monitor)
        isFed = true
        unsafe linux_monitor_wake_all(monitor)
        unsafe linux_monitor_unlock(monitor)
    }

    /// The next piece of work; waits for it. `nil` when the walk is over or has failed.
    ///
    /// Whoever gets one calls ``finish()`` after it.
    func next() throws(WalkError) -> Work? {
        unsafe linux_monitor_lock(monitor)
        defer { unsafe linux_monitor_unlock(monitor) }
        while failure == nil {
            let folder: PendingFolder?
            do { folder = try folders.pop() } catch { throw .system(error) }
            if let folder {
                busyCount += 1
                return .folder(folder)
            }
            if !listed.isEmpty {
                busyCount += 1
                unsafe linux_monitor_wake_all(monitor)
                return .listed(listed.removeFirst())
            }
            if isFed, busyCount == 0 { break }
            unsafe linux_monitor_wait(monitor)
        }
        return nil
    }

    /// Says that a piece of work is done, and all that it led to is pushed.
    func finish() {
        unsafe linux_monitor_lock(monitor)
        busyCount -= 1
        if busyCount == 0 { unsafe linux_monitor_wake_all(monitor) }
        unsafe linux_monitor_unlock(monitor)
    }

    /// Ends the walk with an error; the first one stays.
    func fail(_ error: WalkError) {
        unsafe linux_monitor_lock(monitor)
        failure = failure ?? error
        unsafe linux_monitor_wake_all(monitor)
        unsafe linux_monitor_unlock(monitor)
    }

    /// The error that ended the walk.
    var error: WalkError? {
        unsafe linux_monitor_lock(monitor)
        defer { unsafe linux_monitor_unlock(monitor) }
        return failure
    }
}
