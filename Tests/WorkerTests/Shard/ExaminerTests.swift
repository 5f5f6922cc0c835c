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
    private let memory: SharedMemory
    private let lane: Lane
    private let folder: TestFolder

    init() throws {
        folder = try TestFolder()
        memory = try SharedMemory(byteCount: LaneLimits.arenaByteCount)
        lane = Lane(program: try Made.program(), memory: memory, number: 0)
    }

    /// Examines files as a worker does; those that it left because it drained are missing.
    private func examine(
        _ entries: [FileEntry],
        lanes: [Lane]? = nil,
        storage: (any Storage)? = nil,
        readAhead: Int = LaneLimits.readAheadByteCountMax,
        digests: DigestKinds = .all,
        rate: ReadRate = ReadRate(),
        until isOver: @escaping @Sendable () -> Bool = { false }
    ) async throws -> [Examined] {
        let queue = ShardQueue()
        queue.add(HeldShard(id: ShardID(0), epoch: Epoch(1), entries: entries))
        var shift = Shift(
            lanes: lanes ?? [lane],
            memory: memory,
            storage: storage ?? self.storage,
            pulses: (0..<8).map { _ in Pulse() },
            queue: queue,
            rate: rate,
            readAheadByteCountMax: readAhead
        )
        shift.digests = digests
        return try await withThrowingTaskGroup(of: [Examined]?.self) { [shift] group in
            group.addTask {
                try await shift.run()
                return nil
            }
            group.addTask {
                defer { queue.close() }
                return await queue.finished.first { _ in true }?.results
            }
            group.addTask {
                while !queue.isClosed {
                    if isOver() { queue.close() }
                    try await Task.sleep(for: .milliseconds(20))
                }
                return nil
            }
            return try await group.reduce([]) { $1 ?? $0 }
        }
    }

    private func row(_ path: String, lane: Lane? = nil) async throws -> SegmentRow {
        let entries = [Made.entry(path, size: 99)]
        return try #require(try await examine(entries, lanes: lane.map { [$0] }).first).row
    }

    private func row(_ file: FakeStorage.File) async throws -> SegmentRow {
        storage.put("/f", file)
        return try await row("/f")
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
            let row = try await examine([entry]).first?.row
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
        // The looks: when opened, then after each read.
        #expect(try await row(.init(bytes: bytes, changes: 0)).outcome == .other)
        #expect(storage.reads == 1)
        #expect(try await row(.init(bytes: bytes, changes: 1)).outcome == .other)
        #expect(storage.reads == 3)
        let row = try await row(.init(bytes: bytes, changes: 2))
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
        let rows = try await examine((0..<6).map { Made.entry("/\($0)") }).map(\.row)
        #expect(rows.count == 6 && Set(rows).count == 1)
        #expect(rows.first?.outcome == .image)
        #expect(storage.reads == 1)
    }

    @Test func `has each name tried where the first could not be read`() async throws {
        storage.put(
            "/a",
            .init(bytes: [1], linkCount: 2, inode: 9, readError: .unreadable(errno: 5))
        )
        // Of the same size: the content is the same.
        storage.put("/b", .init(bytes: [1], linkCount: 2, inode: 9))
        let rows = try await examine([Made.entry("/a"), Made.entry("/b")]).map(\.row.outcome)
        #expect(rows == [.unreadable(errno: 5), .other])
    }

    @Test func `digests what its lane cannot, and says why there is no hash`() async throws {
        let dead = Lane(
            program: try Made.script("exit 1", in: folder),
            memory: memory,
            number: 1
        )
        for (name, bytes, outcome) in [
            ("/p", try Made.picture("444.jpg"), .undecodable(.crash)),
            ("/t", Array("text".utf8), .other),
            (
                "/g", Array("GIF89a".utf8) + [UInt8](repeating: 0, count: 99),
                .undecodable(.unsupported)
            ),
        ] as [(String, [UInt8], Outcome)] {
            storage.put(name, .init(bytes: bytes))
            let row = try await row(name, lane: dead)
            #expect(row.outcome == outcome)
            #expect(try row.fingerprint?.digests == digests(bytes))
            #expect(row.isConsistent)
        }
    }

    @Test func `throws where no lane can be started`() async throws {
        let none = Lane(program: folder.path("none"), memory: memory, number: 1)
        for name in ["/f", "/g"] { storage.put(name, .init(bytes: [1], linkCount: 2)) }
        let entries = [Made.entry("/f"), Made.entry("/g")]
        await #expect(throws: LaneError.self) { try await examine(entries, lanes: [none]) }
    }

    @Test func `leaves a file that waits for the rate when the worker drains`() async throws {
        let rate = ReadRate()
        rate.set(bytesPerSecond: 1, filesPerSecond: 0)
        storage.put("/f", .init(bytes: [UInt8](repeating: 1, count: 10_000)))
        let examined = try await examine([Made.entry("/f")], rate: rate) { rate.isHolding }
        #expect(examined.isEmpty && storage.reads == 0)
    }

    @Test func `reads several files at once where storage is slow`() async throws {
        for number in 0..<60 {
            storage.put(
                "/\(number)",
                .init(bytes: Array("\(number)".utf8), delay: .milliseconds(40))
            )
        }
        let start = ContinuousClock.now
        let rows = try await examine((0..<60).map { Made.entry("/\($0)") }).map(\.row)
        #expect(start.duration(to: .now) < .milliseconds(60 * 40 * 3 / 4))
        #expect(rows.count == 60 && rows.allSatisfy { $0.outcome == .other })
        for (number, row) in rows.enumerated() {
            #expect(try row.fingerprint?.digests == digests(Array("\(number)".utf8)))
        }
    }

    /// Sparse, so that it costs no disk.
    @Test func `digests a file that is larger than any decoder is given, a window at a time`()
        async throws
    {
        let path = folder.path("large")
        let head = try Made.picture("444.jpg")
        try Data(head).write(to: URL(filePath: path))
        let size = LaneLimits.fileByteCountMax + 1
        #expect(truncate(path, size) == 0)
        let found = try await examine([Made.entry(path)], storage: LocalStorage())
        let row = try #require(found.first).row
        #expect(row.outcome == .undecodable(.limit) && row.format == .jpeg)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/sha256sum")
        process.arguments = [path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let sum = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(sum.hasPrefix(try #require(row.fingerprint?.digests.sha256?.hex)))
    }

    /// Of a file that no decoder is given, the worker makes the digests.
    @Test func `makes the digests that are asked for of files of any size`() async throws {
        let path = folder.path("large.jpg")
        let start = try Made.picture("420.jpg").prefix(400)
        try Data(start).write(to: URL(filePath: path))
        #expect(truncate(path, LaneLimits.fileByteCountMax + 1) == 0)
        let bytes = try Made.picture("444.jpg")
        try Data(bytes).write(to: URL(filePath: folder.path("small.jpg")))
        let entries = [Made.entry(path), Made.entry(folder.path("small.jpg"))]
        for kinds in [DigestKinds(), .sha1] {
            let found = try await examine(entries, storage: LocalStorage(), digests: kinds)
            #expect(found.map(\.row.outcome) == [.undecodable(.limit), .image])
            #expect(found.map(\.row.format) == [.jpeg, .jpeg])
            #expect(found.allSatisfy { $0.row.fingerprint?.digests.kinds == kinds })
            #expect(try found[1].row.fingerprint?.digests == digests(bytes).only(kinds))
        }
    }

    @Test func `gives the pages of a large file back as soon as it is examined`() async throws {
        storage.put("/large", .init(bytes: [UInt8](repeating: 7, count: 40 << 20)))
        _ = try await row("/large")
        #expect(try pages(of: memory) > 0)
        #expect(try pages(of: memory) <= LaneLimits.keptByteCount)
    }

    /// What one gave back is read by another at once.
    @Test func `holds no more than is read ahead and what is kept`() async throws {
        let budget = 36 << 20
        let lanes = [lane, Lane(program: try Made.program(), memory: memory, number: 1)]
        let most = Lock(0)
        storage.put("/large", .init(bytes: [UInt8](repeating: 7, count: 17 << 20)))
        let entries = Array(repeating: Made.entry("/large"), count: 12)
        let rows = try await examine(entries, lanes: lanes, readAhead: budget) { [memory] in
            let now = (try? pages(of: memory)) ?? .max
            most.withLock { $0 = max($0, now) }
            return false
        }
        #expect(rows.allSatisfy { $0.row.outcome == .other } && rows.count == 12)
        #expect(most.withLock { $0 } <= budget + 2 * LaneLimits.keptByteCount)
        #expect(most.withLock { $0 } > 0)
        #expect(storage.reads == 12)
    }
}

private func pages(of memory: SharedMemory) throws -> Int {
    var status = stat()
    try #require(fstat(memory.laneDescriptor, &status) == 0)
    return Int(status.st_blocks) * 512
}
