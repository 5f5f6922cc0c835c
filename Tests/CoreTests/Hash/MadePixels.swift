/// Pictures from formulas; Tests/Oracle/made_pixels.py has the same ones.
enum MadePixels {
    /// Rows of R, G, B bytes.
    static func made(_ kind: String, width: Int, height: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: width * height * 3) { bytes, count in
            var index = 0
            for y in 0..<height {
                for x in 0..<width {
                    for c in 0..<3 {
                        bytes[index] = value(kind, x: x, y: y, c: c, width: width, height: height)
                        index += 1
                    }
                }
            }
            count = index
        }
    }

    /// A byte for each number, as if by chance.
    static func mixed(_ number: Int) -> UInt8 {
        var z = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
        z ^= z >> 32
        z &*= 0xBF58_476D_1CE4_E5B9
        return UInt8(z >> 56)
    }

    private static func value(
        _ kind: String,
        x: Int,
        y: Int,
        c: Int,
        width: Int,
        height: Int
    ) -> UInt8 {
        switch kind {
        case "flat": UInt8(c * 50 + 77)
        case "ramp" where c == 0: UInt8(x * 255 / max(width - 1, 1))
        case "ramp" where c == 1: UInt8(y * 255 / max(height - 1, 1))
        case "ramp": UInt8((x + y) & 255)
        case "checker": (x / 8 + y / 8) & 1 == 1 ? 255 : 0
        case "noise": mixed((y * width + x) * 3 + c)
        case "blocks": mixed((y / 16 * 1000 + x / 16) * 3 + c)
        default: 0
        }
    }
}
