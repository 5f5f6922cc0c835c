import Core
import Decode
import Digests
import Foundation
import Storage
import TestSupport
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(2))) struct `An examiner` {
    private let storage = FakeStorage()
    private let cache = ContentCache()
    private let readAhead = ReadAhead(capacity: 1 << 20)
    private let memory: SharedMemory
    private let lane: Lane
    private let folder: TestFolder

    init() throws {
        folder = try TestFolder()
        memory = try SharedMemory(byteCount: LaneLimits.slotCount * LaneLimits.slotByteCount)
        lane = Lane(program: try Made.program(), memory: memory, number: 0)
    }

    private func examiner(slot: Int = 0, lane: Lane? = nil) -> Examiner {
        Examiner(
            lane: lane ?? self.lane,
            reader: Reader(storage: storage, memory: memory, slot: slot, name: "read"),
            readAhead: readAhead,
            cache: cache,
            matcher: Matcher(lists: []),
            variants: false
        )
    }

    private func row(_ file: FakeStorage.File) async throws -> SegmentRow {
        storage.put("/f", file)
        return try #require(try await examiner().examine(Made.entry("/f", size: 99))).row
    }

    private func digests(_ bytes: [UInt8]) throws -> DigestSet {
        var stream = try DigestStream()
        stream.update(bytes.span)
        return stream.finish()
    }

    @Test func `makes a picture's row`() async throws {
        let bytes = try Made.picture("444.jpg")
        let row = try await row(.init(bytes: bytes))
        #expect(row.outcome == .image && row.format == .jpeg && row.owner == 1000)
        #expect(row.size == Int64(bytes.count))
        #expect(try row.fingerprint?.digests == digests(bytes))
        #expect(row.fingerprint?.picture?.width == 203)
        #expect(row.isConsistent)
    }

    @Test func `tells text, broken and empty files apart`() async throws {
        #expect(try await row(.init(bytes: Array("text".utf8))).outcome == .other)
        let broken = Array(try Made.picture("444.jpg").prefix(300))
        let row = try await row(.init(bytes: broken))
        #expect(row.outcome == .undecodable(.damaged))
        #expect(try row.fingerprint?.digests == digests(broken))
        let empty = try await self.row(.init())
        #expect(empty.outcome == .empty && empty.fingerprint == nil && empty.size == 0)
    }

    /// As procfs and some FUSE file systems have them.
    @Test func `reads files that are said to be empty and are not`() async throws {
        let text = Array("more than nothing".utf8)
        let row = try await row(.init(bytes: text, size: 0))
        #expect(row.outcome == .other && row.size == Int64(text.count))
        #expect(try row.fingerprint?.digests == digests(text))
        let picture = try Made.picture("444.jpg")
        #expect(try await self.row(.init(bytes: picture, size: 0)).outcome == .image)
        let most = LaneLimits.sizelessByteCountMax
        let long = [UInt8](repeating: 7, count: most)
        let almost = try await self.row(.init(bytes: Array(long.dropLast()), size: 0))
        #expect(almost.outcome == .other && almost.size == Int64(most - 1))
        let outcome = try await self.row(.init(bytes: long, size: 0)).outcome
        #expect(outcome == .unreadable(errno: 27))
    }

    @Test func `does not open what was passed over`() async throws {
        for outcome in [Outcome.skipped(.excluded), .unreadable(errno: 13), .vanished] {
            let entry = FileEntry(
                path: EntryPath("/f"),
                size: 5,
                mtimeNanoseconds: 6,
                plannedOutcome: outcome
            )
            let row = try #require(try await examiner().examine(entry)).row
            #expect(row == SegmentRow(outcome: outcome, size: 5, mtimeNanoseconds: 6))
        }
        #expect(storage.reads == 0)
    }

    @Test(arguments: [
        (ReadError.vanished, Outcome.vanished), (.unreadable(errno: 5), .unreadable(errno: 5)),
        (.notRegular, .changed),
    ])
    func `names why a file could not be examined`(error: ReadError, outcome: Outcome) async throws {
        let unopened = try await row(.init(openError: error))
        #expect(unopened.outcome == outcome && unopened.size == 99 && unopened.fingerprint == nil)
        #expect(try await row(.init(bytes: [1], readError: error)).outcome == outcome)
    }

    @Test func `reads a file again that changed, and gives up when it changes twice`() async throws
    {
        let bytes = Array("text".utf8)
        // The looks: when opened, then before and after each read.
        #expect(try await row(.init(bytes: bytes, changes: 1)).outcome == .other)
        #expect(storage.reads == 1)
        #expect(try await row(.init(bytes: bytes, changes: 2)).outcome == .other)
        #expect(storage.reads == 3)
        let row = try await row(.init(bytes: bytes, changes: 99))
        #expect(row.outcome == .changed && row.fingerprint == nil && row.size == 99)
        #expect(storage.reads == 5)
    }

    @Test func `takes a file that is shorter than it says for a changed one`() async throws {
        #expect(try await row(.init(bytes: [1, 2], size: 3)).outcome == .changed)
    }

    @Test func `reads a content with several names once`() async throws {
        let bytes = try Made.picture("422.jpg")
        for number in 0..<6 {
            storage.put(
                "/\(number)",
                .init(bytes: bytes, linkCount: 6, inode: 9, delay: .milliseconds(50))
            )
        }
        let examiners = (0..<LaneLimits.slotCount).map { examiner(slot: $0) }
        let rows = try await withThrowingTaskGroup(of: [SegmentRow].self) { group in
            for (slot, examiner) in examiners.enumerated() {
                group.addTask {
                    var rows: [SegmentRow] = []
                    for number in [slot, slot + 3] {
                        let entry = Made.entry("/\(number)")
                        if let examined = try await examiner.examine(entry) {
                            rows.append(examined.row)
                        }
                    }
                    return rows
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(rows.count == 6 && Set(rows).count == 1)
        #expect(storage.reads == 1)
    }

    @Test func `has each name tried where the first could not be read`() async throws {
        storage.put(
            "/a",
            .init(bytes: [1], linkCount: 2, inode: 9, readError: .unreadable(errno: 5))
        )
        storage.put("/b", .init(bytes: Array("text".utf8), linkCount: 2, inode: 9))
        let examiner = examiner()
        #expect(
            try await examiner.examine(Made.entry("/a"))?.row.outcome == .unreadable(errno: 5)
        )
        #expect(try await examiner.examine(Made.entry("/b"))?.row.outcome == .other)
    }

    @Test func `digests what its lane cannot, and says why there is no hash`() async throws {
        let dead = Lane(
            program: try Made.script("exit 1", in: folder),
            memory: memory,
            number: 1
        )
        let examiner = examiner(lane: dead)
        for (name, bytes, outcome) in [
            ("/p", try Made.picture("444.jpg"), .undecodable(.crash)),
            ("/t", Array("text".utf8), .other),
            (
                "/g", Array("GIF89a".utf8) + [UInt8](repeating: 0, count: 99),
                .undecodable(.unsupported)
            ),
        ] as [(String, [UInt8], Outcome)] {
            storage.put(name, .init(bytes: bytes))
            let row = try #require(try await examiner.examine(Made.entry(name))).row
            #expect(row.outcome == outcome)
            #expect(try row.fingerprint?.digests == digests(bytes))
            #expect(row.isConsistent)
        }
    }

    @Test func `throws where no lane can be started, and gives back what it took`() async throws {
        let none = Lane(program: folder.path("none"), memory: memory, number: 1)
        storage.put("/f", .init(bytes: [1], linkCount: 2))
        let examiner = examiner(lane: none)
        for _ in 0..<3 {
            await #expect(throws: LaneError.self) { try await examiner.examine(Made.entry("/f")) }
        }
        #expect(await readAhead.acquire(1 << 20))
    }

    @Test func `leaves a file that waits for the rate when it is cancelled`() async throws {
        await readAhead.setRate(bytesPerSecond: 1, filesPerSecond: 0)
        storage.put("/f", .init(bytes: [UInt8](repeating: 1, count: 10_000)))
        let examiner = examiner()
        let task = Task { try await examiner.examine(Made.entry("/f")) }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        #expect(try await task.value == nil)
        #expect(storage.reads == 0)
    }

    /// Sparse, so that it costs no disk; larger than any slot.
    @Test func `digests a file that is larger than a slot, a window at a time`() async throws {
        let path = folder.path("large")
        let head = try Made.picture("444.jpg")
        try Data(head).write(to: URL(filePath: path))
        let size = LaneLimits.slotByteCount + 1
        #expect(truncate(path, size) == 0)
        let examiner = Examiner(
            lane: lane,
            reader: Reader(storage: LocalStorage(), memory: memory, slot: 0, name: "read"),
            readAhead: readAhead,
            cache: cache,
            matcher: Matcher(lists: []),
            variants: false
        )
        let row = try #require(try await examiner.examine(Made.entry(path))).row
        #expect(row.outcome == .undecodable(.limit) && row.format == .jpeg)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/sha256sum")
        process.arguments = [path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let sum = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(sum.hasPrefix(try #require(row.fingerprint?.digests.sha256.hex)))
    }

    @Test func `gives the pages of a large file back as soon as it is examined`() async throws {
        storage.put("/large", .init(bytes: [UInt8](repeating: 7, count: 20 << 20)))
        _ = try await examiner().examine(Made.entry("/large"))
        #expect(try pages(of: memory) > 0)
        #expect(try pages(of: memory) <= LaneLimits.slotKeptByteCount)
    }

    /// Of two lanes with three slots each: what one gave back is read by another at once.
    @Test func `holds no more than is read ahead and what the slots keep, with all others`()
        async throws
    {
        let other = try SharedMemory(byteCount: memory.byteCount)
        let budget = 36 << 20
        let ahead = ReadAhead(capacity: budget)
        let lanes = [
            (lane, memory), (Lane(program: try Made.program(), memory: other, number: 1), other),
        ]
        let examiners = lanes.flatMap { lane, memory in
            (0..<LaneLimits.slotCount).map { slot in
                Examiner(
                    lane: lane,
                    reader: Reader(storage: storage, memory: memory, slot: slot, name: "read"),
                    readAhead: ahead,
                    cache: cache,
                    matcher: Matcher(lists: []),
                    variants: false
                )
            }
        }
        storage.put("/large", .init(bytes: [UInt8](repeating: 7, count: 18 << 20)))
        let most = try await withThrowingTaskGroup(of: Int.self) { group in
            for examiner in examiners {
                group.addTask { [memory] in
                    var most = 0
                    for _ in 0..<2 {
                        let examined = try await examiner.examine(Made.entry("/large"))
                        #expect(examined?.row.outcome == .other)
                        most = max(most, try pages(of: memory) + pages(of: other))
                    }
                    return most
                }
            }
            return try await group.reduce(0) { max($0, $1) }
        }
        #expect(most <= budget + examiners.count * LaneLimits.slotKeptByteCount)
        #expect(storage.reads == 12)
    }
}

private func pages(of memory: SharedMemory) throws -> Int {
    var status = stat()
    try #require(fstat(memory.laneDescriptor, &status) == 0)
    return Int(status.st_blocks) * 512
}
