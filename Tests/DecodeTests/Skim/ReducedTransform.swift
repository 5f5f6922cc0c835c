/// The inverse transforms of libjpeg (jidctred.c and jidctint.c), one sum after the other.
enum ReducedTransform {
    private static let rows = [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
        12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
        58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ]

    /// Levels around 0, row by row, of dequantized coefficients in zig-zag order.
    static func levels(_ coefficients: [Int], side: Int) -> [Int] {
        if side == 1 { return [(coefficients[0] + 4) >> 3] }
        var block = [Int](repeating: 0, count: 64)
        for (place, coefficient) in coefficients.enumerated() { block[rows[place]] = coefficient }
        // Two bits of fraction are kept between columns and rows.
        let bits = side == 8 ? (11, 18) : side == 2 ? (13, 20) : (12, 19)
        let columns = (0..<8).map { x in
            sums((0..<8).map { block[8 * $0 + x] }, side: side, shift: bits.0)
        }
        return (0..<side).flatMap { y in
            sums(columns.map { $0[y] }, side: side, shift: bits.1)
        }
    }

    private static func sums(_ f: [Int], side: Int, shift: Int) -> [Int] {
        let sums: [Int]
        if side == 8 {
            sums = allSums(f)
        } else if side == 2 {
            let odd = 29692 * f[1] - 10426 * f[3] + 6967 * f[5] - 5906 * f[7]
            sums = [f[0] << 15 + odd, f[0] << 15 - odd]
        } else {
            let even = 15137 * f[2] - 6270 * f[6]
            let inner = 8697 * f[1] - 17799 * f[3] + 11893 * f[5] - 1730 * f[7]
            let outer = 20995 * f[1] + 7373 * f[3] - 4926 * f[5] - 4176 * f[7]
            let zeroth = f[0] << 14
            sums = [
                zeroth + even + outer, zeroth - even + inner, zeroth - even - inner,
                zeroth + even - outer,
            ]
        }
        return sums.map { ($0 + 1 << (shift - 1)) >> shift }
    }

    /// As jidctint.c has it, with its names.
    private static func allSums(_ f: [Int]) -> [Int] {
        let z1 = (f[2] + f[6]) * 4433
        let (tmp2, tmp3) = (z1 - f[6] * 15137, z1 + f[2] * 6270)
        let (tmp0, tmp1) = ((f[0] + f[4]) << 13, (f[0] - f[4]) << 13)
        let even = [tmp0 + tmp3, tmp1 + tmp2, tmp1 - tmp2, tmp0 - tmp3]
        let z5 = (f[7] + f[3] + f[5] + f[1]) * 9633
        let y1 = (f[7] + f[1]) * -7373
        let y2 = (f[5] + f[3]) * -20995
        let y3 = (f[7] + f[3]) * -16069 + z5
        let y4 = (f[5] + f[1]) * -3196 + z5
        let odd = [
            f[1] * 12299 + y1 + y4, f[3] * 25172 + y2 + y3, f[5] * 16819 + y2 + y4,
            f[7] * 2446 + y1 + y3,
        ]
        return zip(even, odd).map(+) + zip(even, odd).map(-).reversed()
    }
}
