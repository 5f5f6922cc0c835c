import Core
import Testing

@Suite struct SegmentRowCodecTests {
    private func bytes(_ row: SegmentRow) -> [UInt8] {
        var bytes: [UInt8] = []
        row.append(to: &bytes)
        return bytes
    }

    @Test(arguments: InventedRows.all)
    func `a row is read back as it was written, in 144 bytes`(row: SegmentRow) {
        let bytes = bytes(row)
        #expect(bytes.count == SegmentRow.byteCount)
        #expect(SegmentRow(bytes: bytes[...]) == row)
        #expect(SegmentRow(bytes: bytes.dropLast()) == nil)
    }

    @Test func `fields stand where the layout says`() {
        let bytes = bytes(InventedRows.all[0])
        #expect(Array(bytes[0..<5]) == [1, 1 | 2 | 4 | 8, 1, 1, 0])
        #expect(Array(bytes[12..<24]) == [255, 255, 255, 255, 255, 255, 0, 0, 1, 0, 0, 0])
        #expect(
            Array(bytes[24..<40]) == [1] + [UInt8](repeating: 0, count: 7)
                + [UInt8](repeating: 255, count: 8)
        )
        #expect(Array(bytes[40..<56]) == InventedRows.digest(.md5, 1).bytes)
        #expect(Array(bytes[56..<76]) == InventedRows.digest(.sha1, 2).bytes)
        #expect(Array(bytes[76..<108]) == InventedRows.digest(.sha256, 3).bytes)
        #expect(bytes[108] == 1 && bytes[116] == 255 && bytes[132] == 8)
    }

    @Test(arguments: [(0, 0), (0, 9), (1, 16), (2, 200), (3, 9), (4, 101), (8, 1)])
    func `a row with a value that no one writes is refused`(offset: Int, value: UInt8) {
        var bytes = bytes(InventedRows.all[1])
        bytes[offset] = value
        #expect(SegmentRow(bytes: bytes[...]) == nil)
    }

    @Test func `an image without a hash, or a hash without an image, is refused`() {
        var image = bytes(InventedRows.all[1])
        image[1] &= ~8
        #expect(SegmentRow(bytes: image[...]) == nil)
        var other = bytes(InventedRows.all[2])
        other[1] |= 8
        #expect(SegmentRow(bytes: other[...]) == nil)
    }
}
