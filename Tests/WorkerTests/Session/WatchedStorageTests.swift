import Core
import Storage
import Testing

@testable import Worker

@Suite struct `Watched storage` {
    private let storage = FakeStorage()
    private let pulse = Pulse(at: .now - .seconds(60))

    @Test func `moves with each answer, and asks when it closes`() throws {
        storage.put("/a", .init(bytes: [1, 2, 3]))
        let watched = WatchedStorage(storage: storage, pulse: pulse)
        var seen = [pulse.state.movedAt]
        do {
            let file = try watched.open(EntryPath("/a"))
            seen.append(pulse.state.movedAt)
            let size = try file.status().size
            seen.append(pulse.state.movedAt)
            var bytes = [UInt8](repeating: 0, count: 3)
            try bytes.withUnsafeMutableBytes { _ = try file.read(into: $0, at: 0) }
            seen.append(pulse.state.movedAt)
            file.release(0..<3)
            seen.append(pulse.state.movedAt)
            #expect(size == 3 && bytes == [1, 2, 3])
            #expect(pulse.state.askedAt == nil)
        }
        #expect(Set(seen).count == 5 && seen == seen.sorted())
        #expect(pulse.state.askedAt != nil)
    }

    @Test func `moves with an answer that is an error`() {
        let watched = WatchedStorage(storage: storage, pulse: pulse)
        let before = pulse.state.movedAt
        #expect(throws: ReadError.vanished) { _ = try watched.open(EntryPath("/none")) }
        #expect(pulse.state.movedAt > before && pulse.state.askedAt == nil)
    }
}
