internal import CKernels

/// Makes the PDQ hash of a picture from its rows as they come, bit by bit that of the reference.
///
/// The reference filters a float picture four times: along rows, down columns and both again. Here
/// eight rows at once go through all four, so memory is the width times the window, not the
/// picture.
/// Each row and column keeps the reference's order of operations: its rounding is in the hash.
// SAFETY: the struct alone owns its memory; what is pushed is checked to be whole rows.
@safe package struct PDQAccumulator: ~Copyable {
    /// Pixels.
    package let width: Int
    /// Pixels.
    package let height: Int
    private let level: KernelLevel
    private let kernels: UnsafePointer<kernel_pdq>
    /// Floats a row: the width rounded up to whole vectors.
    private let stride: Int
    /// Eight rows side by side.
    private let lanes: UnsafeMutablePointer<Float>
    /// Rows between the first filter down the columns and the second along the rows.
    private let between: UnsafeMutablePointer<Float>
    private let rows: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>
    private let sampleColumns: UnsafeMutablePointer<UInt32>
    /// 64 × 64.
    private let samples: UnsafeMutablePointer<Float>
    /// For each row of the filtered picture that is sampled, the first sample it is for.
    private let sampleOfRow: [Int: Int]
    private var first: ColumnBox
    private var second: ColumnBox
    private var rowsPushed = 0

    /// Whether the picture is 64 × 64 already: the reference samples it without a filter.
    private var isSampled: Bool { width == 64 && height == 64 }

    /// Whether the picture has a hash at all.
    private var isHashed: Bool { min(width, height) >= PDQGeometry.sideMin }

    /// Makes an accumulator for a picture of that size in pixels, 1 or more.
    package init(width: Int, height: Int, level: KernelLevel = .best) {
        precondition(width > 0 && height > 0, "a picture has at least one pixel")
        guard let kernels = unsafe kernel_pdq(kernel_level(level.rawValue)), level.isSupported
        else { preconditionFailure("this processor cannot run the kernels of level \(level)") }
        self.width = width
        self.height = height
        self.level = level
        unsafe self.kernels = unsafe kernels
        stride = (width + 7) / 8 * 8
        unsafe lanes = .zeros(8 * stride)
        unsafe between = .zeros(ColumnBox.rowCountMax * stride)
        unsafe rows = .allocate(capacity: ColumnBox.rowCountMax)
        unsafe rows.initialize(repeating: nil, count: ColumnBox.rowCountMax)
        unsafe sampleColumns = .allocate(capacity: PDQGeometry.sampleCount)
        unsafe samples = .zeros(64 * 64)
        var sampleOfRow: [Int: Int] = [:]
        for k in (0..<PDQGeometry.sampleCount).reversed() {
            sampleOfRow[PDQGeometry.sample(k, of: height)] = k
            unsafe sampleColumns[k] = UInt32(PDQGeometry.sample(k, of: width))
        }
        self.sampleOfRow = sampleOfRow
        first = unsafe ColumnBox(height: height, stride: stride, kernels: kernels)
        second = unsafe ColumnBox(
            height: height,
            stride: PDQGeometry.sampleCount,
            kernels: kernels
        )
    }

    deinit {
        unsafe lanes.deallocate()
        unsafe between.deallocate()
        unsafe rows.deallocate()
        unsafe sampleColumns.deallocate()
        unsafe samples.deallocate()
    }

    /// Takes the next rows of the picture: `rowCount` times the width times three bytes, R, G, B.
    /// Eight rows at once are cheapest.
    package mutating func push(_ rgb: Span<UInt8>, rowCount: Int) {
        precondition(rgb.count == rowCount * width * 3, "the bytes are not that many rows")
        precondition(rowsPushed + rowCount <= height, "the picture has no more rows")
        guard rowCount > 0 else { return }
        unsafe rgb.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            var row = 0
            while row < rowCount {
                let count = min(ColumnBox.rowCountMax, rowCount - row)
                if isHashed { unsafe take(start + row * width * 3, rowCount: count) }
                row += count
                rowsPushed += count
            }
        }
    }

    /// The hash of all the rows, and its quality from 0 to 100.
    package consuming func finish() -> (hash: PDQHash, quality: Int) {
        guard isHashed else { return (PDQHash(words: SIMD4()), 0) }
        let level = level
        let samples = finishSamples()
        return (samples.hash(level: level), samples.quality(level: level))
    }

    /// The filtered picture at its 64 × 64 points. The picture's sides are 5 or more.
    package consuming func finishSamples() -> PDQSamples {
        precondition(rowsPushed == height, "the picture has more rows than were pushed")
        drain()
        return PDQSamples(
            values: unsafe Array(UnsafeBufferPointer(start: samples, count: 64 * 64))
        )
    }

    private mutating func take(_ rgb: UnsafePointer<UInt8>, rowCount: Int) {
        unsafe kernels.pointee.luma(rgb, rowCount, width, lanes)
        guard !isSampled else {
            for row in 0..<rowCount {
                for column in 0..<64 {
                    unsafe samples[64 * (rowsPushed + row) + column] = lanes[8 * column + row]
                }
            }
            return
        }
        for row in 0..<rowCount { unsafe rows[row] = first.input(row) }
        unsafe kernels.pointee.box_rows(lanes, width, PDQGeometry.window(width), rows, rowCount)
        let (between, stride) = unsafe (between, stride)
        var written = 0
        unsafe first.advance(rowCount) { _ in
            written += 1
            return unsafe between + (written - 1) * stride
        }
        sample(written)
    }

    /// Takes rows that went through the first two filters on to the samples.
    private mutating func sample(_ rowCount: Int) {
        guard rowCount > 0 else { return }
        let (between, samples) = unsafe (between, samples)
        let sampleOfRow = sampleOfRow
        unsafe withUnsafeTemporaryAllocation(
            of: UnsafePointer<Float>?.self,
            capacity: ColumnBox.rowCountMax
        ) { inputs in
            for row in 0..<rowCount {
                unsafe inputs[row] = UnsafePointer(between + row * stride)
                unsafe rows[row] = second.input(row)
            }
            unsafe kernels.pointee.sample_rows(
                inputs.baseAddress,
                rowCount,
                width,
                PDQGeometry.window(width),
                sampleColumns,
                lanes,
                rows
            )
        }
        unsafe second.advance(rowCount) { row in
            unsafe sampleOfRow[row].map { unsafe samples + 64 * $0 }
        }
    }

    private mutating func drain() {
        guard !isSampled else { return }
        let (between, stride, samples) = unsafe (between, stride, samples)
        let sampleOfRow = sampleOfRow
        while !first.isDrained {
            var written = 0
            _ = unsafe first.drain { _ in
                written += 1
                return unsafe between + (written - 1) * stride
            }
            sample(written)
        }
        while !second.isDrained {
            _ = unsafe second.drain { row in
                unsafe sampleOfRow[row].map { unsafe samples + 64 * $0 }
            }
        }
        // A picture lower than 64 pixels has rows that are sampled more than once.
        for k in 1..<PDQGeometry.sampleCount
        where PDQGeometry.sample(k, of: height) == PDQGeometry.sample(k - 1, of: height) {
            unsafe (samples + 64 * k).update(from: samples + 64 * (k - 1), count: 64)
        }
    }
}

extension UnsafeMutablePointer<Float> {
    /// New memory that holds zeros; whoever asks frees it.
    static func zeros(_ count: Int) -> UnsafeMutablePointer<Float> {
        let memory = UnsafeMutablePointer<Float>.allocate(capacity: count)
        unsafe memory.initialize(repeating: 0, count: count)
        return unsafe memory
    }
}
