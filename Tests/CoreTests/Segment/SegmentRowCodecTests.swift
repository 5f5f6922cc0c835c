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
        #expect(Array(bytes[5..<8]) == [1 | 2 | 4, 0, 0])
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

    @Test(arguments: InventedRows.kinds)
    func `a digest that was not made is zeros`(kinds: DigestKinds) {
        let bytes = bytes(InventedRows.other(kinds))
        #expect(bytes[1] == 4 && bytes[5] == kinds.rawValue)
        let places = [(DigestKind.md5, 40..<56), (.sha1, 56..<76), (.sha256, 76..<108)]
        for (kind, place) in places {
            let isThere = bytes[place].contains { $0 != 0 }
            #expect(isThere == kinds.contains(kind))
        }
    }

    /// One byte of an honest row changed: which row, where, to what, and what rule that breaks.
    struct Lie: CustomTestStringConvertible {
        let row: SegmentRow
        let offset: Int
        let value: UInt8
        let testDescription: String

        init(_ row: SegmentRow, _ offset: Int, _ value: UInt8, _ rule: String) {
            (self.row, self.offset, self.value) = (row, offset, value)
            testDescription = "\(row.outcome), byte \(offset) is \(value): \(rule)"
        }
    }

    private static let png = InventedRows.all[1]
    private static let other = InventedRows.all[2]
    private static let empty = InventedRows.all[3]
    private static let vanished = InventedRows.all[4]
    private static let changed = InventedRows.all[5]
    private static let unreadable = InventedRows.all[6]
    private static let gif = InventedRows.all[7]
    private static let skipped = SegmentRow(
        outcome: .skipped(.special),
        size: 0,
        mtimeNanoseconds: 0
    )
    private static let unread = [empty, vanished, changed, unreadable, skipped]

    private static let singleLies: [Lie] = [
        Lie(png, 0, 0, "no outcome"), Lie(png, 0, 9, "no outcome"),
        Lie(png, 1, 8 + 4 + 16, "no flag"), Lie(png, 1, 4, "an image without a hash"),
        Lie(png, 1, 8, "a picture without digests"), Lie(png, 2, 200, "no format"),
        Lie(png, 2, 0, "an image of no format"), Lie(png, 2, 3, "of a format not decoded"),
        Lie(png, 3, 0, "made in no way"), Lie(png, 3, 9, "no profile"),
        Lie(png, 4, 101, "quality over 100"), Lie(png, 8, 1, "an image with a cause"),
        Lie(png, 20, 0, "no rows of pixels"), Lie(png, 31, 0x80, "fewer than no bytes"),
        Lie(other, 0, 1, "an image without a hash"), Lie(other, 0, 8, "empty, with digests"),
        Lie(other, 1, 0, "digests without their flag"), Lie(other, 1, 4 + 8, "a hash"),
        Lie(other, 1, 4 + 1, "low quality of no picture"),
        Lie(other, 1, 4 + 2, "warnings of no picture"), Lie(other, 2, 1, "other, but JPEG"),
        Lie(gif, 0, 2, "other, but GIF, with a cause"), Lie(gif, 2, 0, "of no format"),
        Lie(gif, 8, 0, "no cause"), Lie(gif, 8, 6, "no cause"), Lie(gif, 11, 1, "no cause"),
        Lie(skipped, 8, 0, "no cause"), Lie(skipped, 8, 5, "no cause"),
        Lie(unreadable, 8, 0, "no errno"), Lie(unreadable, 11, 0x80, "no errno"),
        Lie(empty, 24, 1, "empty, with a size"), Lie(vanished, 12, 1, "an owner unseen"),
        Lie(other, 5, 15, "no digest"), Lie(other, 5, 3, "a digest that was not made"),
        Lie(empty, 5, 1, "unread, with a digest"), Lie(skipped, 15, 1, "an owner unseen"),
        Lie(changed, 8, 1, "a cause"),
    ]

    private static func lies(
        _ rows: [SegmentRow],
        _ offsets: Range<Int>...,
        value: UInt8 = 1,
        rule: String
    ) -> [Lie] {
        rows.flatMap { row in offsets.joined().map { Lie(row, $0, value, rule) } }
    }

    private static var manyLies: [Lie] {
        var lies = lies([png, other, gif] + unread, 5..<8, 140..<144, rule: "no padding")
        lies += Self.lies([other, gif] + unread, 3..<5, 16..<24, 108..<140, rule: "no picture")
        lies += Self.lies(unread, 1..<2, value: 4, rule: "unread, with digests")
        lies += Self.lies(unread, 2..<3, 40..<108, rule: "unread, with a format or digests")
        return lies
    }

    @Test(arguments: singleLies + manyLies)
    func `a row that no one writes is refused`(lie: Lie) {
        var bytes = bytes(lie.row)
        #expect(SegmentRow(bytes: bytes[...]) == lie.row)
        #expect(bytes[lie.offset] != lie.value)
        bytes[lie.offset] = lie.value
        #expect(SegmentRow(bytes: bytes[...]) == nil)
    }

    @Test func `a picture without columns of pixels is refused`() {
        var bytes = bytes(Self.png)
        for offset in 16..<20 { bytes[offset] = 0 }
        #expect(SegmentRow(bytes: bytes[...]) == nil)
    }

    /// Whatever is accepted is written again as it was: no two forms of a row, one digest.
    @Test(arguments: InventedRows.all)
    func `any byte of a row changed is refused or says something else`(row: SegmentRow) {
        let honest = bytes(row)
        for offset in honest.indices {
            for change: UInt8 in [1, 2, 4, 8, 0x80, 0xFF] {
                var changed = honest
                changed[offset] ^= change
                guard let read = SegmentRow(bytes: changed[...]) else { continue }
                #expect(read != row && bytes(read) == changed, "byte \(offset) ^ \(change)")
            }
        }
    }
}
