import Core
import Testing

@testable import Storage

@Suite struct `Sorted runs` {
    @Test func `merge into one order without repeats, however many there are`() throws {
        let tree = try TestTree()
        let folder = try RunFolder(in: tree.spill)
        var expected: [[UInt8]: Int64] = [:]
        var buffer = RunBuffer(byteCountMax: 4000, runs: folder)
        for number in 0..<40_000 {
            let path = (0..<Int.random(in: 1...12)).map { _ in UInt8.random(in: 1...4) }
            let size = Int64(number % 5)
            expected[path] = min(expected[path] ?? .max, size)
            let record = RunRecord(size: size, mtimeNanoseconds: -1, plannedOutcome: nil)
            try buffer.add(record, path: path)
        }
        try buffer.spill()
        #expect(folder.count > 2 * WalkLimits.runsMergedMax)
        try folder.mergeDown()
        #expect(folder.count <= WalkLimits.runsMergedMax)
        let merge = try RunMerge(folder)
        var found: [[UInt8]] = []
        while let entry = try merge.next() {
            found.append(entry.path)
            #expect(entry.record.size == expected[entry.path])
        }
        #expect(found == expected.keys.sorted { $0.lexicographicallyPrecedes($1) })
    }

    @Test func `keep the entry that will be read`() throws {
        let tree = try TestTree()
        for outcomes: [Outcome?] in [[nil, .skipped(.excluded)], [.skipped(.excluded), nil]] {
            let folder = try RunFolder(in: tree.spill)
            for outcome in outcomes {
                var buffer = RunBuffer(byteCountMax: 4000, runs: folder)
                let record = RunRecord(size: 9, mtimeNanoseconds: 0, plannedOutcome: outcome)
                try buffer.add(record, path: [1])
                try buffer.spill()
            }
            let merge = try RunMerge(folder)
            let entry = try #require(try merge.next())
            #expect(entry.record.plannedOutcome == nil)
            #expect(try merge.next() == nil)
        }
    }

    @Test func `hold paths that are longer than a buffer`() throws {
        let tree = try TestTree()
        let folder = try RunFolder(in: tree.spill)
        var buffer = RunBuffer(byteCountMax: 1 << 20, runs: folder)
        let paths = (0..<6).map { [UInt8](repeating: UInt8(7 - $0), count: 100_000 + $0) }
        let denied = Outcome.unreadable(errno: 5)
        for path in paths {
            let record = RunRecord(size: .max, mtimeNanoseconds: .min, plannedOutcome: denied)
            try buffer.add(record, path: path)
        }
        try buffer.spill()
        let merge = try RunMerge(folder)
        for path in paths.reversed() {
            let entry = try #require(try merge.next())
            #expect(entry.path == path)
            #expect(entry.record.size == .max && entry.record.mtimeNanoseconds == .min)
            #expect(entry.record.plannedOutcome == denied)
        }
    }

    @Test func `of pending folders come back, each once`() throws {
        let tree = try TestTree()
        let file = try RunFolder(in: tree.spill).createPending()
        var folders = PendingFolders(byteCountMax: 2000, spillingInto: file)
        var expected: Set<[UInt8]> = []
        var found: Set<[UInt8]> = []
        for number in 0..<5000 {
            let path = Array("/folder/\(number)".utf8)
            expected.insert(path)
            try folders.push(PendingFolder(path: path, device: UInt64(number)))
            if number % 3 == 0, let folder = try folders.pop() { found.insert(folder.path) }
        }
        var count = found.count
        while let folder = try folders.pop() {
            found.insert(folder.path)
            count += 1
            #expect(folder.path == Array("/folder/\(folder.device)".utf8))
        }
        #expect(found == expected)
        #expect(count == expected.count)
    }
}
