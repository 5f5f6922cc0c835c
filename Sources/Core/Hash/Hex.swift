/// Bytes written as pairs of hexadecimal digits.
package enum Hex {
    /// The bytes that `digits` stand for, in either case; `nil` for an odd count or another
    /// character.
    package static func bytes(_ digits: some Collection<UInt8>) -> [UInt8]? {
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        var high: UInt8?
        for digit in digits {
            guard let value = value(of: digit) else { return nil }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return bytes
    }

    /// Two lowercase digits for each byte.
    package static func string(_ bytes: some Collection<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// 0 to 15 for a hexadecimal digit in ASCII, else `nil`.
    package static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The four bytes that eight digits stand for, the first in the lowest; `nil` for another
    /// character. All at once: a list has some hundred million digits.
    ///
    /// - Parameter digits: in ASCII, the first in the lowest byte.
    package static func value(ofEight digits: UInt64) -> UInt32? {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let high = ones << 7
        // The high bit of each byte says whether it is that or more; no sum reaches the next byte.
        func isAtLeast(_ character: UInt8, _ bytes: UInt64) -> UInt64 {
            bytes &+ ones &* UInt64(0x80 - character)
        }
        func isWithin(_ first: UInt8, _ last: UInt8, _ bytes: UInt64) -> UInt64 {
            isAtLeast(first, bytes) & ~isAtLeast(last + 1, bytes) & high
        }
        let isDecimal = isWithin(UInt8(ascii: "0"), UInt8(ascii: "9"), digits)
        let isLetter = isWithin(UInt8(ascii: "a"), UInt8(ascii: "f"), digits | ones << 5)
        guard digits & high == 0, isDecimal | isLetter == high else { return nil }
        let values = (digits & (ones &* 15)) &+ ((isLetter >> 7) &* 9)
        let bytes = (values << 4 | values >> 8) & 0x00FF_00FF_00FF_00FF
        let pairs = (bytes | bytes >> 8) & 0x0000_FFFF_0000_FFFF
        return UInt32(truncatingIfNeeded: pairs | pairs >> 16)
    }
}
