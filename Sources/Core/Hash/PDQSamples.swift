internal import CKernels

/// The filtered picture at 64 × 64 points, row by row: what a PDQ hash is made of.
package struct PDQSamples: Sendable {
    /// 4096 values of luma, 0 to 255 but for rounding.
    package let values: [Float]

    /// Makes samples of 4096 values.
    package init(values: [Float]) {
        precondition(values.count == 64 * 64, "PDQ samples are 64 rows of 64 values")
        self.values = values
    }

    /// The samples of the picture with its rows and columns exchanged.
    var transposed: PDQSamples {
        PDQSamples(values: (0..<64 * 64).map { values[64 * ($0 % 64) + $0 / 64] })
    }

    /// 0 (flat) to 100: the sum of the steps between neighbours, each cut to a whole percentage.
    package var quality: Int { quality(level: .best) }

    /// The same by the kernels of that level; it must be supported.
    func quality(level: KernelLevel) -> Int {
        let kernels = unsafe kernel_pdq(kernel_level(level.rawValue))
        let sum = unsafe values.withUnsafeBufferPointer { samples in
            unsafe kernels?.pointee.steps(samples.baseAddress) ?? 0
        }
        return min(Int(sum) / 90, 100)
    }

    /// The 16 × 16 low frequencies, row by row, in the reference's order of summing.
    package func frequencies(level: KernelLevel = .best) -> [Float] {
        let kernels = unsafe kernel_pdq(kernel_level(level.rawValue))
        return unsafe [Float](unsafeUninitializedCapacity: 256) { result, count in
            unsafe values.withUnsafeBufferPointer { samples in
                if let from = samples.baseAddress, let to = result.baseAddress {
                    unsafe kernels?.pointee.dct(from, to)
                }
            }
            count = 256
        }
    }

    /// The hash: bit 16·i + j is set where frequency (i, j) is above the lower median.
    package func hash(level: KernelLevel = .best) -> PDQHash {
        PDQSamples.hash(of: frequencies(level: level), level: level).hash
    }

    /// The hash of 256 frequencies, and how many of them are nearer to the median than `error`, in
    /// units of luma: the bits that such an error may turn over.
    static func hash(
        of frequencies: [Float],
        error: Float = 0,
        level: KernelLevel
    ) -> (hash: PDQHash, unsteadyCount: Int) {
        precondition(frequencies.count == 256, "a hash is made of 256 frequencies")
        let kernels = unsafe kernel_pdq(kernel_level(level.rawValue))
        var words = SIMD4<UInt64>()
        let unsteadyCount = unsafe withUnsafeMutableBytes(of: &words) { words in
            unsafe frequencies.withUnsafeBufferPointer { frequencies in
                unsafe kernels?.pointee.hash(
                    frequencies.baseAddress,
                    error,
                    words.baseAddress?.assumingMemoryBound(to: UInt64.self)
                )
            }
        }
        return (PDQHash(words: words), Int(unsteadyCount ?? 0))
    }
}
