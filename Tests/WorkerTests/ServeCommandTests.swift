import Core
import Foundation
import Glibc
import TestSupport
import Testing
import WireMessages

@Suite(.timeLimit(.minutes(1))) struct `A worker program` {
    private let coordinator: FakeCoordinator
    private let cache: String

    init() async throws {
        coordinator = try await FakeCoordinator()
        cache = coordinator.folder.path("cache")
    }

    /// Code 2 would send its owner to the command line, where nothing is wrong.
    @Test func `ends with code 4 where the disk fails it after it was welcome`() async throws {
        // What should be a list cannot be read as one.
        let name = Hex.string([UInt8](coordinator.list.digest)) + ".list"
        try FileManager.default.createDirectory(
            atPath: cache + "/" + name,
            withIntermediateDirectories: true
        )
        let worker = try RunningProgram(coordinator.words(cache: cache))
        let (body, route) = try await coordinator.nextWord()
        guard case .hello = body else { throw Overdue("no HELLO") }
        try await coordinator.welcome(route)
        let ended = try await worker.end(within: 20)
        #expect(ended.ending == .code(4), "\(ended)")
        #expect(ended.errors.contains(name), "\(ended)")
    }

    @Test func `ends with code 2 where its cache cannot be`() async throws {
        let words = try coordinator.words(cache: "/dev/null/cache")
        let ended = try await RunningProgram(words).end(within: 20)
        #expect(ended.ending == .code(2), "\(ended)")
    }

    @Test func `says what to look at where it is not let in`() async throws {
        let worker = try RunningProgram(coordinator.words(cache: cache, isLetIn: false))
        let deadline = ContinuousClock.now + .seconds(30)
        while !worker.errors.contains("workers/node-7.public") {
            guard ContinuousClock.now < deadline else { throw Overdue("no notice") }
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(worker.errors.contains("no answer from ipc://"), "\(worker.errors)")
        worker.signal(SIGTERM)
        #expect(try await worker.end(within: 10).ending == .code(0))
    }
}
