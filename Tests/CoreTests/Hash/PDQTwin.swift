/// PDQ in plain Swift, a whole picture at a time, as its paper has it: what the kernels must equal.
enum PDQTwin {
    /// The 64 × 64 samples of a picture of R, G, B bytes; its sides are 5 or more.
    static func samples(_ rgb: [UInt8], width: Int, height: Int) -> [Float] {
        var picture = (0..<(width * height)).map { pixel in
            luma(rgb[3 * pixel], rgb[3 * pixel + 1], rgb[3 * pixel + 2])
        }
        guard width != 64 || height != 64 else { return picture }
        for _ in 0..<2 {
            for row in 0..<height {
                filter(&picture, from: row * width, count: width, stride: 1)
            }
            for column in 0..<width {
                filter(&picture, from: column, count: height, stride: width)
            }
        }
        return (0..<4096).map { index in
            let row = (2 * (index / 64) + 1) * height / 128
            let column = (2 * (index % 64) + 1) * width / 128
            return picture[row * width + column]
        }
    }

    /// Luma in double, rounded to float.
    static func luma(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Float {
        Float(Double(red) * 0.299 + Double(green) * 0.587 + Double(blue) * 0.114)
    }

    /// One box filter along a row or a column.
    private static func filter(_ picture: inout [Float], from start: Int, count: Int, stride: Int) {
        let values = (0..<count).map { picture[start + $0 * stride] }
        let window = (count + 127) / 128
        var sum: Float = 0
        for step in 0..<(count + window / 2) {
            if step < count { sum += values[step] }
            if step >= window { sum -= values[step - window] }
            let inside = min(step + 1, window) - max(0, step - count + 1)
            if step >= window / 2 {
                picture[start + (step - window / 2) * stride] = sum / Float(inside)
            }
        }
    }

    /// The 16 × 16 frequencies of the samples, summed one term after the other.
    static func frequencies(_ samples: [Float], matrix: [Float]) -> [Float] {
        var half = [Float](repeating: 0, count: 16 * 64)
        for i in 0..<16 {
            for j in 0..<64 {
                for k in 0..<64 { half[64 * i + j] += matrix[64 * i + k] * samples[64 * k + j] }
            }
        }
        var result = [Float](repeating: 0, count: 256)
        for i in 0..<16 {
            for j in 0..<16 {
                for k in 0..<64 { result[16 * i + j] += half[64 * i + k] * matrix[64 * j + k] }
            }
        }
        return result
    }

    /// A bit for each frequency above the 128th smallest, the first one lowest in the last byte,
    /// and how many are nearer to it than `error`.
    static func hash(_ frequencies: [Float], error: Float) -> (bytes: [UInt8], near: Int) {
        let median = frequencies.sorted()[127]
        var bytes = [UInt8](repeating: 0, count: 32)
        for (bit, frequency) in frequencies.enumerated() where frequency > median {
            bytes[31 - bit / 8] |= 1 << UInt8(bit % 8)
        }
        return (bytes, frequencies.count { abs($0 - median) < error })
    }

    /// 0 to 100: the steps between neighbours, each cut to a whole percentage of 255.
    static func quality(_ samples: [Float]) -> Int {
        var sum = 0
        for row in 0..<64 {
            for column in 0..<64 {
                let value = samples[64 * row + column]
                if row < 63 { sum += step(value, samples[64 * row + column + 64]) }
                if column < 63 { sum += step(value, samples[64 * row + column + 1]) }
            }
        }
        return min(sum / 90, 100)
    }

    private static func step(_ first: Float, _ second: Float) -> Int {
        abs(Int((first - second) * 100 / 255))
    }
}
