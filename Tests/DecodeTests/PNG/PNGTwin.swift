/// The filters of PNG in plain Swift, a byte at a time, as its specification has them (section 9):
/// what the kernels must equal.
enum PNGTwin {
    /// Rows without their filters, one after the other.
    static func unfiltered(
        _ filtered: [UInt8],
        rowByteCount: Int,
        step: Int,
        above: [UInt8]
    ) -> [UInt8] {
        var rows: [UInt8] = []
        var above = above
        for start in stride(from: 0, to: filtered.count, by: rowByteCount + 1) {
            var row: [UInt8] = []
            for index in 0..<rowByteCount {
                let left = index < step ? 0 : row[index - step]
                let corner = index < step ? 0 : above[index - step]
                let guess =
                    switch filtered[start] {
                    case 1: left
                    case 2: above[index]
                    case 3: UInt8((Int(left) + Int(above[index])) / 2)
                    case 4: paeth(left, above[index], corner)
                    default: UInt8(0)
                    }
                row.append(filtered[start + 1 + index] &+ guess)
            }
            rows += row
            above = row
        }
        return rows
    }

    private static func paeth(_ left: UInt8, _ above: UInt8, _ corner: UInt8) -> UInt8 {
        let estimate = Int(left) + Int(above) - Int(corner)
        let distances = [left, above, corner].map { abs(estimate - Int($0)) }
        if distances[0] <= distances[1] && distances[0] <= distances[2] { return left }
        return distances[1] <= distances[2] ? above : corner
    }

    /// The high byte of the first three samples of each pixel.
    static func truecolor(_ pixels: [UInt8], step: Int, sample: Int) -> [UInt8] {
        stride(from: 0, to: pixels.count, by: step).flatMap { pixel in
            (0..<3).map { pixels[pixel + $0 * sample] }
        }
    }

    /// The low bytes of the entries of each pixel's first sample.
    static func table(
        _ pixels: [UInt8],
        count: Int,
        step: Int,
        depth: Int,
        table: [UInt32],
        channels: Int
    ) -> [UInt8] {
        (0..<count).flatMap { pixel in
            let bit = pixel * depth
            let value =
                depth == 8
                ? Int(pixels[pixel * step])
                : Int(pixels[bit / 8]) >> (8 - depth - bit % 8) & (1 << depth - 1)
            return (0..<channels).map { UInt8(table[value] >> UInt32(8 * $0) & 255) }
        }
    }
}
