import Core
import Foundation
import TestSupport
import Testing

@testable import Coordinator

@Suite struct `A sweep` {
    @Test func `leaves nothing behind where it cannot be made`() throws {
        struct Refused: Error {}
        let home = try TestFolder()
        #expect(throws: Refused.self) {
            try Sweep.make(at: home.path("sweep"), log: PlannedSweep.log) { _ in throw Refused() }
        }
        #expect(!FileManager.default.fileExists(atPath: home.path("sweep")))
    }

    @Test func `is run by one process alone`() throws {
        let planned = try PlannedSweep()
        #expect(throws: SweepFolderError.inUse(planned.folder.path + "/lock")) {
            try Sweep.open(at: planned.folder.path, log: PlannedSweep.log)
        }
    }

    @Test func `is rid of half-written lists by who holds it, and by nobody else`() throws {
        let planned = try PlannedSweep()
        let halves = [".5f1e.part", "\(String(repeating: "0", count: 64)).list.77.part"]
        for half in halves { try planned.home.write("half", to: "sweep/lists/" + half) }
        let whole = try FileManager.default.contentsOfDirectory(atPath: planned.folder.lists)
            .filter { $0.hasSuffix(".list") }
        let copy = planned.home.path("copy")
        try FileManager.default.copyItem(atPath: planned.folder.path, toPath: copy)
        #expect(throws: SweepFolderError.self) {
            try Sweep.open(at: planned.folder.path, log: PlannedSweep.log)
        }
        for half in halves {
            #expect(FileManager.default.fileExists(atPath: planned.folder.lists + "/" + half))
        }
        let opened = try Sweep.open(at: copy, log: PlannedSweep.log)
        let names = try FileManager.default.contentsOfDirectory(atPath: opened.folder.lists)
        #expect(names == whole && whole.count == 1)
    }

    @Test func `is complete when every shard is done`() throws {
        let planned = try PlannedSweep()
        #expect(try !planned.sweep.isComplete)
        try planned.finishAll()
        #expect(try planned.sweep.isComplete)
    }

    @Test func `reports what is in ledger, manifest and segments`() throws {
        let planned = try PlannedSweep()
        try planned.finishAll()
        let records = try SweepRecords(folder: planned.folder, ledger: planned.ledger)
        let summary = try records.summary()
        #expect(summary.files == 11 && summary.outcomes["other"] == 10)
        var paths: [EntryPath] = []
        try records.outcomes().forEach { paths.append($0.path) }
        #expect(paths.count == 11 && paths == paths.sorted())
        var count = 0
        try records.findings().forEach { finding in
            #expect(finding.list == "known.txt" && finding.kind == .md5 && finding.distance == nil)
            #expect(finding.worker == "w" && finding.entry == "2")
            count += 1
        }
        #expect(count == summary.findings && count > 0)
    }
}
