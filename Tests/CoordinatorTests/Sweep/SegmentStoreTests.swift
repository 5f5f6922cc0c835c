import Core
import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Coordinator

@Suite struct `A segment store` {
    private let folder: TestFolder
    private let store: SegmentStore

    init() throws {
        folder = try TestFolder()
        store = SegmentStore(folder: folder.path)
    }

    @Test func `gives back what was put in, shard by shard and epoch by epoch`() throws {
        let segments = [
            (ShardID(0), Epoch(1), [UInt8]("a".utf8)), (ShardID(0), Epoch(2), [UInt8]("b".utf8)),
            (ShardID(1000), Epoch(1), [UInt8](repeating: 7, count: 3_000_000)),
        ]
        try store.write(segments.map { (shard: $0, epoch: $1, bytes: $2) })
        for (shard, epoch, bytes) in segments { #expect(try store.read(shard, epoch) == bytes) }
        #expect(store.path(of: ShardID(1000), Epoch(1)) == folder.path("1/1000-1.segment"))
    }

    @Test func `is for its owner's eyes`() throws {
        try store.write([(ShardID(3), Epoch(1), [1])])
        for (path, mode) in [("0", 0o700), ("0/3-1.segment", 0o600)] {
            let found = try FileManager.default.attributesOfItem(atPath: folder.path(path))
            #expect(found[.posixPermissions] as? Int == mode)
        }
    }

    @Test func `writes a segment anew, and not behind its end`() throws {
        try store.write([(ShardID(3), Epoch(1), [1, 2, 3])])
        try store.write([(ShardID(3), Epoch(1), [4])])
        #expect(try store.read(ShardID(3), Epoch(1)) == [4])
    }

    /// What made the folder may have failed before its name was on disk.
    @Test func `makes a folder's name durable whoever made it, and once`() throws {
        let synced = Mutex<[String]>([])
        let isFull = Mutex(true)
        let store = SegmentStore(folder: folder.path) { (path) throws(SegmentStoreError) in
            if isFull.withLock({ $0 }) { throw SegmentStoreError(path: path, code: ENOSPC) }
            synced.withLock { $0.append(path) }
        }
        #expect(throws: SegmentStoreError.self) { try store.write([(ShardID(3), Epoch(1), [1])]) }
        isFull.withLock { $0 = false }
        try store.write([(ShardID(3), Epoch(1), [1])])
        #expect(Set(synced.withLock { $0 }) == [folder.path, folder.path("0")])
        synced.withLock { $0 = [] }
        try store.write([(ShardID(4), Epoch(1), [1])])
        #expect(synced.withLock { $0 } == [folder.path("0")])
    }

    @Test func `names what is missing, too large, or a link`() throws {
        let path = store.path(of: ShardID(3), Epoch(1))
        #expect(throws: SegmentStoreError(path: path, code: ENOENT)) {
            try store.read(ShardID(3), Epoch(1))
        }
        try store.write([(ShardID(3), Epoch(1), [1])])
        #expect(truncate(path, 1 << 40) == 0)
        #expect(throws: SegmentStoreError(path: path, code: EFBIG)) {
            try store.read(ShardID(3), Epoch(1))
        }
        try FileManager.default.removeItem(atPath: path)
        symlink("/etc/passwd", path)
        #expect(throws: SegmentStoreError(path: path, code: ELOOP)) {
            try store.read(ShardID(3), Epoch(1))
        }
        #expect(throws: SegmentStoreError(path: path, code: ELOOP)) {
            try store.write([(ShardID(3), Epoch(1), [1])])
        }
    }

    @Test func `knows a full disk from other trouble`() {
        for code in [ENOSPC, EDQUOT] {
            #expect(SegmentStoreError(path: "p", code: code).isDiskFull)
        }
        #expect(!SegmentStoreError(path: "p", code: EIO).isDiskFull)
    }
}
