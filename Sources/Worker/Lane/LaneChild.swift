internal import CLinux
internal import Core
internal import Glibc
internal import Threads

/// The process of a lane with the socket to it. Killed when it goes out of scope.
final class LaneChild {
    /// What came from the process.
    enum Arrival {
        case message([UInt8])
        /// The process is gone.
        case ended
        /// Nothing came in time.
        case late
    }

    let processID: Int32
    private let socket: Int32
    private var buffer = [UInt8](repeating: 0, count: LaneMessage.byteCountMax)
    private var isReaped = false

    /// Spawns `program lane`, with the socket and the memory as its descriptors 3 and 4.
    init(program: String, memory: SharedMemory) throws(LaneError) {
        var ends: [Int32] = [-1, -1]
        guard
            unsafe socketpair(
                AF_UNIX,
                Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue),
                0,
                &ends
            ) == 0
        else { throw .system("making a lane's socket", errno) }
        defer { close(ends[1]) }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        // Through numbers above both first: one of the two could be the other's target.
        let high = max(ends[1], memory.laneDescriptor, LaneProcess.memoryDescriptor) + 1
        unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], high)
        unsafe posix_spawn_file_actions_adddup2(&actions, memory.laneDescriptor, high + 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, high, LaneProcess.socketDescriptor)
        unsafe posix_spawn_file_actions_adddup2(&actions, high + 1, LaneProcess.memoryDescriptor)
        unsafe posix_spawn_file_actions_addclosefrom_np(&actions, LaneProcess.memoryDescriptor + 1)
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, 2, 1)
        var id: pid_t = 0
        let words = [program, "lane", "--memory", "\(memory.byteCount)"]
        let code = unsafe spawn(&id, program, words, &actions)
        guard code == 0 else {
            close(ends[0])
            throw .system("starting a lane from \(program)", code)
        }
        processID = id
        socket = ends[0]
    }

    deinit {
        close(socket)
        end()
    }

    /// Ends the process.
    ///
    /// - Returns: Its exit code if it had exited by itself.
    @discardableResult func end() -> Int32? {
        guard !isReaped else { return nil }
        isReaped = true
        // SIGKILL, not SIGTERM: a decoder that hangs or was taken over does not listen.
        kill(processID, SIGKILL)
        var status: Int32 = 0
        while unsafe waitpid(processID, &status, 0) < 0 && errno == EINTR {}
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : nil
    }

    /// Whether the request went out; not if the process is gone.
    func send(_ bytes: [UInt8]) -> Bool {
        while true {
            if unsafe Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count {
                return true
            }
            if errno != EINTR { return false }
        }
    }

    /// Waits for the next reply.
    func receive(until deadline: ContinuousClock.Instant) -> Arrival {
        while true {
            // MSG_TRUNC: what is longer than any message is no message, whatever it begins with.
            let received = unsafe recv(
                socket,
                &buffer,
                buffer.count,
                Int32(MSG_DONTWAIT) | Int32(MSG_TRUNC)
            )
            if received > buffer.count { return .message([]) }
            if received > 0 { return .message(Array(buffer.prefix(received))) }
            if received == 0 || (errno != EINTR && errno != EAGAIN) { return .ended }
            if !waitForMessage(until: deadline) { return .late }
        }
    }

    private func waitForMessage(until deadline: ContinuousClock.Instant) -> Bool {
        var item = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        while true {
            let left = ContinuousClock.now.duration(to: deadline)
            let count = unsafe poll(&item, 1, left.pollMilliseconds)
            if count >= 0 { return count > 0 }
            precondition(errno == EINTR, "a lane's socket cannot be waited for: errno \(errno)")
        }
    }
}

/// posix_spawn(3) with an empty environment, but for a level of the kernels that is asked for: a
/// lane needs nothing else of its worker's.
private func spawn(
    _ id: inout pid_t,
    _ program: String,
    _ words: [String],
    _ actions: inout posix_spawn_file_actions_t
) -> Int32 {
    var arguments = unsafe words.map { unsafe strdup($0) }
    unsafe arguments.append(nil)
    defer { for index in unsafe arguments.indices { unsafe free(arguments[index]) } }
    var environment: [UnsafeMutablePointer<CChar>?] = unsafe [nil]
    if let level = unsafe getenv(KernelLevel.variable) {
        let asked = unsafe "\(KernelLevel.variable)=\(String(cString: level))"
        unsafe environment.insert(strdup(asked), at: 0)
    }
    defer { unsafe free(environment[0]) }
    return unsafe posix_spawn(&id, program, &actions, nil, &arguments, &environment)
}
