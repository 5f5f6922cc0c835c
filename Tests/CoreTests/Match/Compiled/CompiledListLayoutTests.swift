import Core
import Testing

@Suite struct CompiledListLayoutTests {
    private static func layout(_ lengths: (CompiledListLayout.Section) -> Int) throws
        -> CompiledListLayout
    {
        CompiledListLayout(
            source: try InventedList.digest(.sha256, InventedList.sha256),
            lengths: CompiledListLayout.Section.allCases.map(lengths)
        )
    }

    @Test func `sections stand in order at multiples of 64 bytes and do not overlap`() throws {
        let layout = try Self.layout { $0.stride * ($0.rawValue + 1) }
        for (before, after) in zip(layout.ranges, layout.ranges.dropFirst()) {
            #expect(after.lowerBound >= before.upperBound)
            #expect(after.lowerBound - before.upperBound < 64)
            #expect(after.lowerBound.isMultiple(of: 64))
        }
        for section in CompiledListLayout.Section.allCases {
            #expect(layout.count(section) == section.rawValue + 1)
        }
    }

    @Test func `a header says all of it`() throws {
        let layout = try Self.layout { $0.stride * 3 }
        let bytes =
            layout.header + [UInt8](repeating: 0, count: layout.byteCount - layout.header.count)
        #expect(try CompiledListLayout(bytes.span) == layout)
    }

    @Test(arguments: CompiledListLayout.Section.allCases)
    func `a length that does not fit is found`(section: CompiledListLayout.Section) throws {
        let layout = try Self.layout { $0.stride * 3 }
        let bytes =
            layout.header + [UInt8](repeating: 0, count: layout.byteCount - layout.header.count)
        let offset = 64 + 8 * section.rawValue
        for (place, value) in [(7, 0x80), (7, 0x7F), (3, 1), (1, 1)] as [(Int, UInt8)] {
            var damaged = bytes
            damaged[offset + place] = value
            #expect(throws: CompiledListError.damaged) { try CompiledListLayout(damaged.span) }
        }
    }
}
