import Foundation
import Glibc
import Core

/// A program that was started and can be signalled. Killed when nobody holds it any more.
///
/// Its output goes to files, so that neither side ever waits for a pipe; its input is empty.
package final class RunningProgram: Sendable {
    /// How a program ended.
    package enum Ending: Equatable, Sendable {
        case code(Int32)
        case signal(Int32)
    }

    /// A program that ended, with all it said.
    package struct Ended: Sendable, CustomStringConvertible {
        package let ending: Ending
        package let output: String
        package let errors: String
        package let seconds: Double

        package var description: String {
            "\(ending) after \(seconds) s\n--- output\n\(output.suffix(4000))\n--- errors\n"
                + errors.suffix(4000)
        }
    }

    /// Why there is no ``Ended``.
    package enum Failure: Error, CustomStringConvertible {
        case start(String, Int32)
        case late(String, seconds: Double, Ended)

        package var description: String {
            switch self {
            case .start(let program, let code):
                "\(program) did not start: \(String(cString: strerror(code)))"
            case .late(let program, let seconds, let ended):
                "\(program) was killed, for it did not end in \(seconds) s: \(ended)"
            }
        }
    }

    package let processID: pid_t
    private let words: [String]
    private let folder: TestFolder
    private let begin = ContinuousClock.now
    private let reaped = Lock<Ending?>(nil)

    /// Starts `words`, the first of which is the program's path.
    package init(_ words: [String], environment: [String: String] = [:]) throws {
        self.words = words
        folder = try TestFolder()
        processID = try RunningProgram.spawn(words, environment: environment, folder: folder)
    }

    deinit {
        signal(SIGKILL)
        _ = waitForEnding(within: 10)
    }

    /// What it wrote to standard output so far.
    package var output: String { text("output") }

    /// What it wrote to standard error so far.
    package var errors: String { text("errors") }

    /// How it ended; `nil` while it runs.
    package var ending: Ending? {
        reaped.withLock { known in
            if known != nil { return known }
            var status: Int32 = 0
            guard waitpid(processID, &status, WNOHANG) == processID else { return nil }
            let signal = status & 0x7F
            known = signal == 0 ? .code((status >> 8) & 0xFF) : .signal(signal)
            return known
        }
    }

    /// Sends a signal, unless it ended.
    package func signal(_ number: Int32) {
        // Only an unreaped process surely still owns its id.
        if ending == nil { kill(processID, number) }
    }

    /// Waits for its end; after the limit it is killed, and that is an error.
    package func end(within seconds: Double = 60) async throws -> Ended {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ending == nil && ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(5))
        }
        return try finish(seconds)
    }

    /// The same for where nothing may suspend.
    package func endBlocking(within seconds: Double = 60) throws -> Ended {
        _ = waitForEnding(within: seconds)
        return try finish(seconds)
    }

    private func finish(_ seconds: Double) throws -> Ended {
        let inTime = ending != nil
        signal(SIGKILL)
        let ended = Ended(
            ending: waitForEnding(within: 10) ?? .signal(SIGKILL),
            output: output,
            errors: errors,
            seconds: begin.duration(to: .now) / .seconds(1)
        )
        guard inTime else {
            throw Failure.late(words.joined(separator: " "), seconds: seconds, ended)
        }
        return ended
    }

    private func waitForEnding(within seconds: Double) -> Ending? {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ending == nil && ContinuousClock.now < deadline { usleep(5000) }
        return ending
    }

    private func text(_ name: String) -> String {
        let data = try? Data(contentsOf: URL(filePath: folder.path(name)))
        return String(decoding: data ?? Data(), as: UTF8.self)
    }

    private static func spawn(
        _ words: [String],
        environment: [String: String],
        folder: TestFolder
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, folder.path("output"), flags, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, folder.path("errors"), flags, 0o600)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // As a shell would start it: threads of a test run have signals blocked.
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        let wanted = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(wanted))
        let merged = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var arguments = words.map { strdup($0) } + [nil]
        var variables = merged.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var id: pid_t = 0
        let code = posix_spawnp(&id, words[0], &actions, &attributes, &arguments, &variables)
        guard code == 0 else { throw Failure.start(words[0], code) }
        return id
    }
}
