internal import CKernels

/// Makes the screened PDQ hash of a picture from its rows as they come, whole or scaled down.
///
/// Everything in PDQ up to the median is linear, so samples are sums of pixels with weights: one
/// multiply and add a pixel, where the reference filters a float picture four times. What differs
/// from the exact hash is rounding, and what the means of a scaled picture no longer show.
// SAFETY: the struct alone owns its memory; what is pushed is checked to be whole rows.
@safe package struct PDQResampler: ~Copyable {
    /// Pixels, or blocks of pixels, a row.
    package let rowWidth: Int
    /// Rows of pixels, or of blocks.
    package let rowCount: Int
    private let width: Int
    private let height: Int
    private let scale: Int
    private let level: KernelLevel
    private let kernels: UnsafePointer<kernel_resample>
    /// Along the rows, in the order of the pixels and against it.
    private let across: [PDQWeights]
    /// Down the columns in the order of the rows.
    private var down: RowSums
    /// Against it; `nil` without variants.
    private var up: RowSums?
    /// 64 × 64, for each of `down` and `up` those of each of `across`.
    private let samples: UnsafeMutablePointer<Float>
    private var rowsPushed = 0
    /// The squares of the steps between neighbours, where they are measured.
    private var squaredSteps: UInt64 = 0
    /// Pixels whose steps are among them.
    private var steppedCount = 0
    /// Rows that are measured together, of so many; 0 of none.
    private let measuredRows: (count: Int, of: Int)

    private static let sampleCount = PDQGeometry.sampleCount * PDQGeometry.sampleCount

    /// Whether the picture has a hash at all.
    private var isHashed: Bool { min(width, height) >= PDQGeometry.sideMin }

    /// - Parameters:
    ///   - width: of the whole picture, pixels, 1 or more.
    ///   - height: of the whole picture, pixels, 1 or more.
    ///   - scale: pixels along each side of which every pixel that is pushed is the mean: 1, 2, 4
    ///     or 8. A last block that the picture does not fill is a mean too.
    ///   - variants: whether the rotations and mirror images are hashed as well.
    package init(
        width: Int,
        height: Int,
        scale: Int = 1,
        variants: Bool = false,
        level: KernelLevel = .best
    ) {
        var none = KeptWeights()
        self.init(
            width: width,
            height: height,
            scale: scale,
            variants: variants,
            kept: &none,
            level: level
        )
    }

    /// The same with the weights of earlier pictures of that size.
    ///
    /// - Parameter isOfJPEG: whether luma that is not scaled is a JPEG's Y: not quite that of its
    ///   R, G and B where the picture is rough.
    package init(
        width: Int,
        height: Int,
        scale: Int,
        variants: Bool,
        kept: inout KeptWeights,
        isOfJPEG: Bool = false,
        level: KernelLevel = .best
    ) {
        precondition(width > 0 && height > 0, "a picture has at least one pixel")
        precondition([1, 2, 4, 8].contains(scale), "libjpeg scales by these")
        guard level.isSupported,
            let kernels = unsafe kernel_resample(kernel_level(level.rawValue))
        else { preconditionFailure("this processor cannot run the kernels of level \(level)") }
        self.width = width
        self.height = height
        self.scale = scale
        self.level = level
        // Of every pixel all rows would be a tenth of what a small picture costs.
        measuredRows = scale > 1 ? (1, 1) : isOfJPEG ? (8, 32) : (0, 1)
        unsafe self.kernels = unsafe kernels
        rowWidth = (width + scale - 1) / scale
        rowCount = (height + scale - 1) / scale
        let orders = variants ? [false, true] : [false]
        across = orders.map { kept.weights(width, scale: scale, isReversed: $0) }
        down = unsafe RowSums(
            weights: kept.weights(height, scale: scale),
            width: rowWidth,
            kernels: kernels
        )
        if variants {
            let weights = kept.weights(height, scale: scale, isReversed: true)
            up = unsafe RowSums(weights: weights, width: rowWidth, kernels: kernels)
        } else {
            up = nil
        }
        unsafe samples = .zeros(orders.count * orders.count * PDQResampler.sampleCount)
    }

    deinit { unsafe samples.deallocate() }

    /// Takes the next rows of the picture: `rowCount` times ``rowWidth`` bytes of luma.
    package mutating func push(luma: Span<UInt8>, rowCount: Int) {
        push(luma, rowCount: rowCount, isRGB: false)
    }

    /// Takes the next rows of the picture: `rowCount` times ``rowWidth`` times three bytes, R, G,
    /// B. Some rows at once are cheapest.
    package mutating func push(_ rgb: Span<UInt8>, rowCount: Int) {
        push(rgb, rowCount: rowCount, isRGB: true)
    }

    private mutating func push(_ bytes: Span<UInt8>, rowCount: Int, isRGB: Bool) {
        let stride = rowWidth * (isRGB ? 3 : 1)
        precondition(bytes.count == rowCount * stride, "the bytes are not that many rows")
        precondition(rowsPushed + rowCount <= self.rowCount, "the picture has no more rows")
        defer { rowsPushed += rowCount }
        guard rowCount > 0, isHashed else { return }
        let (across, samples, kernels) = unsafe (across, samples, kernels)
        let first = rowsPushed
        unsafe bytes.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            let rows = unsafe RowSums.Rows(start: start, stride: stride, isRGB: isRGB)
            unsafe down.add(rows, from: first, count: rowCount) { index, sum in
                unsafe PDQResampler.reduce(sum, across, kernels, to: samples, row: index)
            }
            unsafe up?.add(rows, from: first, count: rowCount) { index, sum in
                let rest = unsafe samples + across.count * PDQResampler.sampleCount
                // From the far end the last sample is whole first.
                let row = PDQGeometry.sampleCount - 1 - index
                unsafe PDQResampler.reduce(sum, across, kernels, to: rest, row: row)
            }
        }
        if isRGB { isThousandths = true }
        if measuredRows.count > 0 && !isRGB { addSteps(bytes, rowCount: rowCount) }
    }

    /// Adds the steps between rows that were pushed together.
    private mutating func addSteps(_ luma: Span<UInt8>, rowCount: Int) {
        let (kernels, rows) = unsafe (kernels, measuredRows)
        let isAll = rows.count == rows.of
        for first in stride(from: 0, to: rowCount, by: isAll ? rowCount : rows.of) {
            let count = isAll ? rowCount : min(rows.count, rowCount - first)
            squaredSteps += unsafe luma.withUnsafeBufferPointer { luma in
                guard let start = luma.baseAddress else { return 0 }
                let place = unsafe start + first * rowWidth
                return unsafe kernels.pointee.roughness(place, rowWidth, count, rowWidth)
            }
            steppedCount += count * rowWidth
        }
    }

    /// How rough the picture is: the root of the mean square of the steps between neighbours,
    /// right and down, in units of luma; of a quarter of the rows of a JPEG that is not scaled, and
    /// 0 for what is neither.
    var roughness: Float {
        Float((Double(squaredSteps) / Double(max(1, steppedCount))).squareRoot())
    }

    /// Whether the sums are of thousandths of luma.
    private var isThousandths = false

    /// One row of samples of each order along the rows.
    private static func reduce(
        _ sum: UnsafePointer<Float>,
        _ across: [PDQWeights],
        _ kernels: UnsafePointer<kernel_resample>,
        to samples: UnsafeMutablePointer<Float>,
        row: Int
    ) {
        for (order, weights) in across.enumerated() {
            let to = unsafe samples + order * sampleCount + row * PDQGeometry.sampleCount
            unsafe weights.spans.withUnsafeBufferPointer { spans in
                unsafe weights.weights.withUnsafeBufferPointer { weights in
                    unsafe kernels.pointee.reduce(
                        sum,
                        spans.baseAddress,
                        weights.baseAddress,
                        to
                    )
                }
            }
            if order == 1 {
                var row = unsafe UnsafeMutableBufferPointer(
                    start: to,
                    count: PDQGeometry.sampleCount
                )
                unsafe row.reverse()
            }
        }
    }

    /// The screened hash of all the rows.
    ///
    /// - Parameter clamping: how much of the light only clamping makes, on average, in units of
    ///   luma.
    package consuming func finish(clamping: Float = 0) -> ScreenedHash {
        precondition(rowsPushed == rowCount, "the picture has more rows than were pushed")
        let level = level
        let steadiness = Screening.steadiness(scale: scale, side: min(rowWidth, rowCount))
        let roughness = roughness
        guard isHashed else {
            let variants = across.count == 2 ? PictureVariant.allCases : [.original]
            return ScreenedHash(noneIn: variants)
        }
        let original = sampled(0)
        var screened = ScreenedHash(
            original,
            steadiness,
            roughness: roughness,
            clamping: clamping,
            level: level
        )
        if across.count == 2 {
            // In the order of `samples`: as it is, mirrored, upside down, both.
            let turned: [(PictureVariant, PictureVariant)] = [
                (.original, .mirrorRotate270), (.mirror, .rotate270),
                (.mirrorRotate180, .rotate90), (.rotate180, .mirrorRotate90),
            ]
            for (index, (upright, transposed)) in turned.enumerated() {
                let samples = index == 0 ? original : sampled(index)
                if index > 0 { screened.variants[upright] = samples.hash(level: level) }
                screened.variants[transposed] = samples.transposed.hash(level: level)
            }
        }
        return screened
    }

    /// The 64 × 64 samples of all the rows.
    consuming func finishSamples() -> PDQSamples {
        precondition(rowsPushed == rowCount, "the picture has more rows than were pushed")
        return sampled(0)
    }

    private func sampled(_ index: Int) -> PDQSamples {
        let start = unsafe samples + index * PDQResampler.sampleCount
        let values = unsafe UnsafeBufferPointer(start: start, count: PDQResampler.sampleCount)
        return PDQSamples(
            values: unsafe isThousandths ? values.map { $0 / 1000 } : Array(values)
        )
    }
}
