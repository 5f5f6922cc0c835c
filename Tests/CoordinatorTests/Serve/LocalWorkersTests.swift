import Foundation
import Glibc
import TestSupport
import Testing
import Wire

@testable import Coordinator

@Suite struct `A local worker` {
    @Test(.timeLimit(.minutes(1)))
    func `starts with no signal blocked or ignored`() async throws {
        let planned = try PlannedSweep(files: 1)
        let script = try planned.home.write(
            "#!/bin/sh\nexec cat /proc/self/status > \"${0%/*}/status.new\"\n",
            to: "worker"
        )
        try #require(chmod(script, 0o700) == 0)
        var workers = try LocalWorkers(
            count: 1,
            lanes: nil,
            folder: planned.folder,
            ring: KeyRing(),
            coordinator: CurveKeyPair().publicKey,
            program: script
        )
        try LocalWorkersTest.whileSignalsAreUnheard { try workers.startMissing(at: .now) }
        var endings: [String] = []
        try await Patience.wait(for: "the child's end") {
            endings += workers.reap(at: .now).map(\.ending)
            return !endings.isEmpty
        }
        #expect(endings == ["ended with exit code 0"])
        let status = try String(contentsOfFile: planned.home.path("status.new"), encoding: .utf8)
        #expect(LocalWorkersTest.mask("SigBlk", in: status) == 0, "\(status)")
        #expect(LocalWorkersTest.mask("SigIgn", in: status) == 0, "\(status)")
    }
}

/// What a badly behaved starter does to a coordinator.
private enum LocalWorkersTest {
    /// Blocks and ignores signals in this thread and process for the length of a call.
    static func whileSignalsAreUnheard(_ body: () throws -> Void) rethrows {
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, &before)
        let handler = signal(SIGUSR2, SIG_IGN)
        defer {
            signal(SIGUSR2, handler)
            pthread_sigmask(SIG_SETMASK, &before, nil)
        }
        try body()
    }

    static func mask(_ name: String, in status: String) -> UInt64? {
        let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
        // The C library keeps 32 and 33 for itself, and ignores them in every child.
        return (line?.split(separator: "\t").last).flatMap { UInt64($0, radix: 16) }
            .map { $0 & ~(0b11 << 31) }
    }
}
