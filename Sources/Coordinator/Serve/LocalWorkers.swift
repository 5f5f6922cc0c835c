internal import CLinux
internal import Core
internal import Foundation
internal import Glibc
internal import Wire

/// The worker processes of this machine: started, looked after, started again when they die.
struct LocalWorkers: Sendable {
    private struct Process: Sendable {
        let name: String
        var id: pid_t?
        /// Starts since it last returned a shard.
        var fruitlessStarts = 0
        var startAfter: ContinuousClock.Instant
        /// It ended with code 2 before it ever returned a shard: as it is started here, it never
        /// will serve.
        var isUnfit = false
        var hasServed = false
    }

    /// What tells local workers from remote ones, whose keys may not be named so.
    static let namePrefix = "local-"

    private let program: String
    private let folder: SweepFolder
    private let lanes: Int?
    private var processes: [Process] = []
    private let lifeline: Lifeline

    /// Makes keys for so many workers and lets them in; none is started yet.
    ///
    /// - Parameter program: what is started in the place of `turnstone-worker`.
    init(
        count: Int,
        lanes: Int?,
        folder: SweepFolder,
        ring: KeyRing,
        coordinator: CurveKey,
        program: String? = nil
    ) throws {
        self.folder = folder
        self.lanes = lanes
        // Who serves remote workers alone needs no worker program here.
        self.program = count > 0 ? try program ?? LocalWorkers.program() : ""
        lifeline = try Lifeline()
        for number in 0..<count {
            let name = LocalWorkers.namePrefix + "\(number + 1)"
            try LocalWorkers.makeKeys(name, folder: folder, ring: ring, coordinator: coordinator)
            processes.append(Process(name: name, id: nil, startAfter: .now))
        }
    }

    /// `turnstone-worker` beside this program.
    static func program() throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let path = URL(filePath: own).deletingLastPathComponent()
            .appending(path: "turnstone-worker").path(percentEncoded: false)
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw LocalWorkerError.noProgram(path)
        }
        return path
    }

    private static func makeKeys(
        _ name: String,
        folder: SweepFolder,
        ring: KeyRing,
        coordinator: CurveKey
    ) throws {
        let keys = try CurveKeyPair()
        let home = folder.wire + "/" + name
        // Keys last as long as one coordinator: those of an earlier run are worth nothing now.
        try? FileManager.default.removeItem(atPath: home)
        try FileManager.default.createDirectory(
            atPath: home,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        try KeyFile.write(
            keys.secretKey,
            to: "\(home)/\(name).secret",
            comment: "a local worker's secret key",
            mode: 0o600
        )
        try KeyFile.write(
            coordinator,
            to: home + "/coordinator.public",
            comment: "the coordinator's public key",
            mode: 0o600
        )
        ring.allow(keys.publicKey, as: name)
    }

    /// Whether that worker is one of these.
    func contains(_ name: String) -> Bool { processes.contains { $0.name == name } }

    /// How many are running.
    var runningCount: Int { processes.count { $0.id != nil } }

    /// Process ids of those that run, for people and tests.
    var processIDs: [pid_t] { processes.compactMap(\.id) }

    /// Tells that a worker returned a shard: its next end is not its first.
    mutating func praise(_ name: String) {
        for index in processes.indices where processes[index].name == name {
            processes[index].fruitlessStarts = 0
            processes[index].hasServed = true
        }
    }

    /// Looks who ended.
    ///
    /// - Returns: The names of those that did, with how.
    mutating func reap(at now: ContinuousClock.Instant) -> [(name: String, ending: String)] {
        var ended: [(String, String)] = []
        for index in processes.indices {
            guard let id = processes[index].id else { continue }
            var status: Int32 = 0
            guard unsafe waitpid(id, &status, WNOHANG) == id else { continue }
            processes[index].id = nil
            // Longer each time, up to four seconds: a broken worker must not spin.
            let exponent = min(processes[index].fruitlessStarts, 4)
            processes[index].startAfter = now + .milliseconds(250 * (1 << exponent))
            let signal = status & 0x7F
            // One that served may lack something for a moment.
            processes[index].isUnfit =
                signal == 0 && (status >> 8) & 0xFF == 2 && !processes[index].hasServed
            ended.append(
                (
                    processes[index].name,
                    signal == 0
                        ? "ended with exit code \((status >> 8) & 0xFF)"
                        : "was killed by signal \(signal)"
                )
            )
        }
        return ended
    }

    /// Starts those that do not run.
    mutating func startMissing(at now: ContinuousClock.Instant) throws {
        for index in processes.indices
        where processes[index].id == nil && processes[index].startAfter <= now {
            guard !processes[index].isUnfit else {
                throw LocalWorkerError.cannotServe(processes[index].name)
            }
            guard processes[index].fruitlessStarts < ServerLimits.fruitlessStartCountMax else {
                throw LocalWorkerError.keepsDying(processes[index].name)
            }
            processes[index].fruitlessStarts += 1
            processes[index].id = try start(processes[index].name)
        }
    }

    /// Ends all that still run.
    mutating func kill(_ signal: Int32) {
        for process in processes { if let id = process.id { Glibc.kill(id, signal) } }
    }

    private func start(_ name: String) throws -> pid_t {
        var words = [
            program, "serve", "--connect", "ipc://" + folder.socket, "--keys",
            folder.wire + "/" + name, "--cache", folder.lists, "--lifeline",
        ]
        if let lanes { words += ["--lanes", "\(lanes)"] }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, lifeline.readEnd, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, 2, 1)
        unsafe posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        LocalWorkers.setSignals(&attributes)
        var arguments = unsafe words.map { unsafe strdup($0) }
        unsafe arguments.append(nil)
        defer { for index in unsafe arguments.indices { unsafe free(arguments[index]) } }
        var id: pid_t = 0
        let code = unsafe posix_spawn(
            &id,
            program,
            &actions,
            &attributes,
            &arguments,
            Glibc.environ
        )
        guard code == 0 else { throw LocalWorkerError.system("starting \(program)", code) }
        return id
    }

    /// A worker hears what it is sent, whatever this process, or who started it, blocks or ignores.
    private static func setSignals(_ attributes: inout posix_spawnattr_t) {
        var none = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        // A group of its own: Ctrl-C is for the coordinator, which then drains its workers.
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        let wanted = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        unsafe posix_spawnattr_setflags(&attributes, Int16(wanted))
    }
}

/// Why there are no local workers.
enum LocalWorkerError: Error, CustomStringConvertible {
    case noProgram(String)
    case keepsDying(String)
    case cannotServe(String)
    case system(String, Int32)

    var description: String {
        switch self {
        case .noProgram(let path):
            "the worker program is missing: \(path) must stand beside turnstone; install both"
        case .keepsDying(let name):
            "worker \(name) ended \(ServerLimits.fruitlessStartCountMax) times without returning "
                + "a shard; see its messages above, then run turnstone resume"
        case .cannotServe(let name):
            "worker \(name) cannot serve here; see its message above, then run turnstone resume"
        case .system(let operation, let code):
            "\(operation): \(unsafe String(cString: strerror(code)))"
        }
    }
}
