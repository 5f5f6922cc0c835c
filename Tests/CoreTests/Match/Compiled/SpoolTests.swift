import Testing

@testable import Core

@Suite struct SpoolTests {
    /// A scratch space in memory that counts its files.
    private final class HeldSpace: ScratchSpace, @unchecked Sendable {
        let heldByteCountMax: Int
        var workByteCountMax: Int { heldByteCountMax }
        var files: [HeldFile] = []

        init(_ heldByteCountMax: Int) { self.heldByteCountMax = heldByteCountMax }

        func makeFile() throws(HashListError) -> any ScratchFile {
            files.append(HeldFile())
            return files[files.count - 1]
        }
    }

    private final class HeldFile: ScratchFile, @unchecked Sendable {
        var bytes: [UInt8] = []
        var mapped: UnsafeMutableRawBufferPointer?

        deinit { mapped?.deallocate() }

        func append(_ more: Span<UInt8>) throws(HashListError) {
            more.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        }

        func map(byteCount: Int) throws(HashListError) -> UnsafeMutableRawBufferPointer {
            bytes += [UInt8](repeating: 0, count: byteCount - bytes.count)
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 64)
            copy.copyBytes(from: bytes)
            mapped = copy
            return copy
        }
    }

    private static func filled(_ spool: Spool) throws {
        for number in 0..<100_000 {
            try spool.append(UInt32(number))
            if number.isMultiple(of: 1000) {
                let bytes = [UInt8](repeating: UInt8(number / 1000), count: number)
                try spool.append(bytes.span)
            }
        }
        try spool.freeze()
    }

    @Test func `gives back what was appended, held or not`() throws {
        let space = HeldSpace(100_000)
        let (held, filed) = (Spool(nil), Spool(space))
        try Self.filled(held)
        try Self.filled(filed)
        #expect(space.files.count == 1 && space.files[0].bytes.count == filed.count)
        #expect(held.count == 100_000 * 4 + (0..<100).reduce(0) { $0 + $1 * 1000 })
        let bytes = held.withBytes(0..<held.count) { span in span.indices.map { span[$0] } }
        #expect(bytes == filed.withBytes(0..<filed.count) { span in span.indices.map { span[$0] } })
        #expect(held.load(UInt32.self, at: 0) == 0 && held.load(UInt32.self, at: 400) == 100)
        #expect(filed.load(UInt32.self, at: 400) == 100)
    }

    @Test func `what is short needs no file`() throws {
        let space = HeldSpace(1000)
        let spool = Spool(space)
        for number in 0..<125 { try spool.append(UInt64(number)) }
        try spool.freeze()
        #expect(space.files.isEmpty && spool.load(UInt64.self, at: 992) == 124)
        let (small, large) = (try Spool(zeros: 1000, space), try Spool(zeros: 1001, space))
        #expect(small.load(UInt64.self, at: 0) == 0 && large.load(UInt8.self, at: 1000) == 0)
        #expect(space.files.count == 1)
    }

    @Test func `bytes can be moved, changed and cut off when it is frozen`() throws {
        let spool = Spool(nil)
        for number in 0..<10 { try spool.append(UInt64(number)) }
        try spool.freeze()
        spool.move(16..<32, to: 8)
        spool.withWords { $0[0] = 9 }
        spool.cut(to: 24)
        #expect(spool.count == 24)
        #expect((0..<3).map { spool.load(UInt64.self, at: 8 * $0) } == [9, 2, 3])
        spool.withWords { #expect($0.count == 3) }
    }

    @Test func `an empty one is frozen too`() throws {
        let spool = Spool(HeldSpace(0))
        try spool.freeze()
        #expect(spool.count == 0)
        let count = spool.withBytes(0..<0) { $0.count }
        #expect(count == 0)
    }
}
