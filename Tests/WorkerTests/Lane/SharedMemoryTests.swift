import Foundation
import Glibc
import Testing

@testable import Worker

@Suite struct `Memory shared with a lane` {
    private static let byteCount = 8 << 20

    private func mapping(_ memory: SharedMemory, _ protection: Int32) -> UnsafeMutableRawPointer? {
        let mapped = mmap(
            nil,
            memory.byteCount,
            protection,
            MAP_SHARED,
            memory.laneDescriptor,
            0
        )
        return mapped == MAP_FAILED ? nil : mapped
    }

    @Test func `is read by the lane as the worker wrote it`() throws {
        let memory = try SharedMemory(byteCount: Self.byteCount)
        memory.bytes(at: 4096, count: 3).copyBytes(from: [1, 2, 3])
        let mapped = try #require(mapping(memory, PROT_READ))
        #expect(Array(UnsafeRawBufferPointer(start: mapped + 4096, count: 4)) == [1, 2, 3, 0])
        munmap(mapped, memory.byteCount)
    }

    @Test func `cannot be written by the lane, nor cut nor grown`() throws {
        let memory = try SharedMemory(byteCount: Self.byteCount)
        #expect(mapping(memory, PROT_READ | PROT_WRITE) == nil && errno == EACCES)
        #expect(write(memory.laneDescriptor, "x", 1) < 0)
        #expect(ftruncate(memory.laneDescriptor, 0) < 0)
        // Not even by somebody who opens it anew.
        let again = open("/proc/self/fd/\(memory.laneDescriptor)", O_RDWR)
        #expect(ftruncate(again, 0) < 0 && errno == EPERM)
        #expect(ftruncate(again, 2 * Self.byteCount) < 0)
        close(again)
    }

    @Test func `gives its pages back, and keeps the others`() throws {
        let memory = try SharedMemory(byteCount: Self.byteCount)
        func pages() throws -> Int {
            var status = stat()
            try #require(fstat(memory.laneDescriptor, &status) == 0)
            return Int(status.st_blocks) * 512
        }
        #expect(try pages() == 0)
        let all = memory.bytes(at: 0, count: Self.byteCount)
        all.initializeMemory(as: UInt8.self, repeating: 7)
        #expect(try pages() == Self.byteCount)
        memory.release(from: 1 << 20, count: 4 << 20)
        #expect(try pages() == Self.byteCount - (4 << 20))
        #expect(all[(1 << 20) - 1] == 7 && all[1 << 20] == 0 && all[5 << 20] == 7)
        memory.release(from: 0, count: 0)
        #expect(all[0] == 7)
    }

    @Test func `is gone with its owner, descriptors and all`() throws {
        func open() -> Int {
            (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.filter {
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)"))?
                    .contains("turnstone-files") == true
            }.count ?? 0
        }
        let before = open()
        do {
            let memory = try SharedMemory(byteCount: Self.byteCount)
            #expect(open() >= 2)
            _ = memory.byteCount
        }
        #expect(open() <= before || before > 0)
    }
}
