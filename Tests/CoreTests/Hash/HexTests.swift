import Core
import Foundation
import Testing

@Suite struct HexTests {
    @Test func `every byte is written and read as printf writes it`() {
        let bytes = (0...255).map { UInt8($0) }
        let text = bytes.map { String(format: "%02x", $0) }.joined()
        #expect(Hex.string(bytes) == text)
        #expect(Hex.bytes(text.utf8) == bytes)
        #expect(Hex.bytes(text.uppercased().utf8) == bytes)
    }

    @Test(arguments: [
        "0", "012", "0g", "g0", " 00", "0x00", "é0", "00\n", "-1", "/0", ":0", "@0", "`0",
    ])
    func `anything but pairs of digits is refused`(text: String) {
        #expect(Hex.bytes(text.utf8) == nil)
    }

    @Test func `nothing is no bytes`() {
        #expect(Hex.bytes("".utf8) == [])
        #expect(Hex.string([]) == "")
    }

    @Test func `eight digits at once are what two by two are, for every byte in every place`() {
        func packed(_ digits: [UInt8]) -> UInt64 {
            digits.reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        for place in 0..<8 {
            for byte in UInt8.min...UInt8.max {
                var digits = Array("0fA9c3B7".utf8)
                digits[place] = byte
                let expected = Hex.bytes(digits).map { bytes in
                    bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
                }
                #expect(Hex.value(ofEight: packed(digits)) == expected)
            }
        }
    }
}
