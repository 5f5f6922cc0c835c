import Foundation
import Glibc
import Testing

@testable import Coordinator

@Suite(.timeLimit(.minutes(1))) struct `A list that is served` {
    private let planned: PlannedSweep
    private let list: SweepSettings.List
    private let path: String

    init() throws {
        planned = try PlannedSweep()
        list = try planned.ledger.sweep().settings.lists[0]
        path = planned.folder.path(of: list)
        chmod(path, 0o600)
    }

    private var touched: SweepError { .listTouched(list.name, path) }

    private func served() throws -> ServedList { try ServedList(list, folder: planned.folder) }

    private func flip() throws {
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[100] ^= 1
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.write(contentsOf: bytes)
        try file.close()
    }

    @Test func `is what was compiled`() throws {
        var served = try served()
        try served.look(list, folder: planned.folder)
        try flip()
        #expect(throws: SweepError.listChanged(list.name, path)) { try self.served() }
    }

    @Test func `may not be written, even if all of it is put back`() throws {
        var served = try served()
        try flip()
        #expect(throws: touched) { try served.look(list, folder: planned.folder) }
        try flip()
        #expect(throws: touched) { try served.look(list, folder: planned.folder) }
    }

    @Test func `may not be replaced or removed`() throws {
        var served = try served()
        try FileManager.default.copyItem(atPath: path, toPath: path + ".copy")
        #expect(rename(path + ".copy", path) == 0)
        #expect(throws: touched) { try served.look(list, folder: planned.folder) }
        var again = try self.served()
        unlink(path)
        #expect(throws: touched) { try again.look(list, folder: planned.folder) }
    }

    @Test func `may get another mode and a second name`() throws {
        var served = try served()
        chmod(path, 0o400)
        try served.look(list, folder: planned.folder)
        #expect(link(path, path + ".backup") == 0)
        try served.look(list, folder: planned.folder)
        chmod(path, 0o600)
        try flip()
        #expect(throws: touched) { try served.look(list, folder: planned.folder) }
    }

    @Test func `is looked at before a result is taken`() async throws {
        let served = try await ServedSweep()
        let worker = try await served.worker("one")
        try await worker.join()
        try await worker.ask(for: 1)
        let lease = try #require(try await worker.lease())
        let list = try served.planned.ledger.sweep().settings.lists[0]
        let path = served.planned.folder.path(of: list)
        #expect(utimes(path, nil) == 0)
        try await worker.send(.result(served.result(of: lease)))
        await #expect(throws: SweepError.listTouched(list.name, path)) { try await served.end() }
        await worker.link.close()
        #expect(try served.planned.ledger.progress().shards == 0)
        let event = try served.planned.sqlite("SELECT text FROM event WHERE kind = 'list'")
        #expect(event.contains("was written, replaced or removed"))
    }
}
