import Core
import Foundation
import Testing

@testable import Coordinator

@Suite struct `The status of a sweep` {
    private let planned: PlannedSweep

    init() throws { planned = try PlannedSweep() }

    /// Looks from where nobody holds the sweep: the test lets go of what planned it.
    private func statusOfHeld() throws -> SweepStatus { try SweepStatus(folder: planned.folder) }

    @Test func `is running while somebody holds it`() throws {
        let status = try statusOfHeld()
        #expect(status.state == "running" && !status.isComplete)
        #expect(status.files == 11 && status.filesDone == 0 && status.shards == 4)
    }

    @Test func `is interrupted where nobody holds it, and complete at its end`() throws {
        let folder: SweepFolder
        let home: Any
        do {
            let other = try PlannedSweep()
            try other.finish(other.shards()[0])
            (folder, home) = (other.folder, other.home)
            try other.ledger.close()
        }
        #expect(try SweepStatus(folder: folder).state == "interrupted")
        #expect(try SweepStatus(folder: folder).secondsLeft == nil)
        try planned.finishAll()
        let status = try statusOfHeld()
        #expect(status.state == "complete" && status.isComplete)
        #expect(status.filesDone == 11 && status.outcomes["other"] == 10)
        withExtendedLifetime(home) {}
    }

    /// Shards of few files come last here; that their bytes are many is known.
    @Test func `has the time left of the bytes, where those take longer`() throws {
        try planned.finish(planned.shards()[0])
        _ = try planned.sqlite("UPDATE sweep SET seconds = 10, bytes = 1000000")
        let left = try #require(try statusOfHeld().secondsLeft)
        let done = Double(try planned.ledger.progress().bytes)
        #expect(abs(left - (1e6 - done) / done * 10) < 0.001)
    }

    @Test func `keeps the time with every result`() throws {
        #expect(try planned.ledger.accept([], seconds: 12) == [])
        #expect(try statusOfHeld().seconds == 12)
    }

    @Test func `is in nobody's way`() throws {
        let folder = planned.folder
        for _ in 0..<20 { _ = try SweepStatus(folder: folder) }
        #expect(folder.isHeld)
    }

    @Test func `is one JSON object with every name`() throws {
        try planned.finish(planned.shards()[0])
        let json = try statusOfHeld().json
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        )
        for name in [
            "sweep", "state", "shards", "shards_done", "files", "files_done", "bytes", "bytes_done",
            "outcomes", "findings", "files_with_findings", "files_per_second", "seconds", "resumed",
            "workers",
        ] { #expect(object[name] != nil, "\(name)") }
        #expect(!json.contains("\n"))
        #expect((object["outcomes"] as? [String: Int])?.count == OutcomeKind.allCases.count)
    }

    @Test func `is text with a line for each outcome that there is`() throws {
        try planned.finishAll()
        let text = try statusOfHeld().text
        #expect(text.contains("files       11/11  100 %"))
        #expect(text.contains("skipped     1") && !text.contains("vanished"))
    }
}
