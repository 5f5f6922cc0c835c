internal import CKernels

/// The 64 weighted sums of a picture's rows that one side's samples are made of, as rows come.
///
/// A row counts in one sample or two, so few sums are kept at a time. A sum that is whole is handed
/// on and its place used again.
// SAFETY: the struct alone owns its memory; spans and rows are within what it was made for.
@safe struct RowSums: ~Copyable {
    private let weights: PDQWeights
    private let kernels: UnsafePointer<kernel_resample>
    /// Pixels or blocks a row.
    private let width: Int
    /// Floats a sum: room for whole vectors and for one more, which is zeros.
    private let stride: Int
    private let sums: UnsafeMutablePointer<Float>
    private let slotCount: Int
    /// The first sample that is not whole yet.
    private var sample = 0

    /// Sums of rows of that width; `weights` are those of the other side.
    init(weights: PDQWeights, width: Int, kernels: UnsafePointer<kernel_resample>) {
        self.weights = weights
        self.width = width
        unsafe self.kernels = unsafe kernels
        let vector = PDQWeights.vectorCount
        stride = (width + 2 * vector - 1) / vector * vector
        slotCount = RowSums.openCountMax(weights)
        unsafe sums = .zeros(slotCount * stride)
    }

    deinit { unsafe sums.deallocate() }

    /// Samples that the same row can be the last one of or come before the last one of.
    private static func openCountMax(_ weights: PDQWeights) -> Int {
        var most = 1
        var oldest = 0
        for index in 0..<PDQGeometry.sampleCount {
            while weights.lasts[oldest] < weights.first(index) { oldest += 1 }
            most = max(most, index - oldest + 1)
        }
        return most
    }

    /// Rows in memory: where they are and how they are made of bytes.
    @unsafe struct Rows {
        let start: UnsafePointer<UInt8>
        /// Bytes from one to the next.
        let stride: Int
        let isRGB: Bool
    }

    /// Takes rows, the first of which is number `first` of the picture, and hands on each sum that
    /// they make whole, with the number of its sample.
    mutating func add(
        _ rows: Rows,
        from first: Int,
        count: Int,
        whole: (_ index: Int, _ sum: UnsafePointer<Float>) -> Void
    ) {
        let end = first + count
        var index = sample
        while index < PDQGeometry.sampleCount, weights.first(index) < end {
            let sum = unsafe sums + index % slotCount * stride
            let low = max(first, weights.first(index))
            let high = min(end - 1, weights.lasts[index])
            if low <= high { unsafe add(rows, from: first, low...high, of: index, to: sum) }
            if weights.lasts[index] < end {
                unsafe whole(index, sum)
                unsafe sum.update(repeating: 0, count: stride)
                sample = index + 1
            }
            index += 1
        }
    }

    private func add(
        _ rows: Rows,
        from first: Int,
        _ range: ClosedRange<Int>,
        of index: Int,
        to sum: UnsafeMutablePointer<Float>
    ) {
        let start = unsafe rows.start + (range.lowerBound - first) * rows.stride
        let at = Int(weights.spans[index].weights) + range.lowerBound - weights.first(index)
        unsafe weights.weights.withUnsafeBufferPointer { weights in
            guard let base = weights.baseAddress else { return }
            let add = unsafe rows.isRGB ? kernels.pointee.add_rgb : kernels.pointee.add_luma
            unsafe add?(sum, start, rows.stride, base + at, range.count, width)
        }
    }
}
