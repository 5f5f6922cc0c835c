internal import CJPEGSkim
internal import Core

/// Reads a JPEG's luma, scaled down or not, from its entropy-coded data: the very pixels that
/// libjpeg-turbo makes of it at that scale, without decoding the rest.
///
/// Frequencies that are not needed are passed over several at a time, scans of frequencies are not
/// read at all, and no coefficients are kept.
// SAFETY: the struct alone owns the kernel's state, and gives the kernel only buffers of the sizes
// that it writes.
@safe struct JPEGSkim: ~Copyable {
    /// Made for the first picture.
    private var state: OpaquePointer?
    private var means = PixelBuffer()

    private let level: KernelLevel

    /// All levels give the same pixels.
    init(level: KernelLevel = .best) {
        unsafe state = nil
        self.level = level
    }

    deinit { unsafe UnsafeMutableRawPointer(state)?.deallocate() }

    /// Writes `ceil(width / scale)` times `ceil(height / scale)` bytes of luma, row by row; a scale
    /// is 8, or 4, 2 or 1 of a picture that is not progressive. `false` for anything unusual about
    /// the file, of which libjpeg has to decide what it is. The header must have passed the limits.
    ///
    /// What is wrong within a progressive picture's scans of frequencies is not seen.
    mutating func read(
        _ file: Span<UInt8>,
        header: JPEGHeader,
        scale: Int,
        to luma: UnsafeMutableBufferPointer<UInt8>
    ) throws(DecodeError) -> Bool {
        let width = (header.width + scale - 1) / scale
        let height = (header.height + scale - 1) / scale
        precondition(luma.count >= width * height, "the picture fits the buffer")
        guard scale == 8 || !header.isProgressive && [1, 2, 4].contains(scale) else { return false }
        // libjpeg would not scale pictures of one block down.
        guard max(header.width, header.height) > 8 else { return false }
        guard file.count > 2, file[0] == 0xFF, file[1] == 0xD8 else { return false }
        var plan = SkimPlan()
        var position = 2
        while let segment = JPEGSegment.at(position, in: file) {
            position = segment.end
            switch segment.marker {
            case JPEGSegment.end:
                guard plan.isComplete else { return false }
                if scale < 8 { return true }
                return unsafe try write(plan, of: file, to: luma)
            case JPEGSegment.startOfScan:
                guard let scan = plan.scan(segment, in: file),
                    plan.frame?.width == header.width, plan.frame?.height == header.height,
                    plan.frame?.isProgressive == header.isProgressive,
                    let end = unsafe try read(scan, of: file, from: position, plan, scale, luma)
                else { return false }
                position = end
            default:
                guard plan.take(segment, in: file) else { return false }
            }
        }
        return false
    }

    /// Reads or passes over a scan's data; where the next marker is, or `nil` for anything unusual.
    private mutating func read(
        _ scan: SkimScan,
        of file: Span<UInt8>,
        from position: Int,
        _ plan: SkimPlan,
        _ scale: Int,
        _ luma: UnsafeMutableBufferPointer<UInt8>
    ) throws(DecodeError) -> Int? {
        guard let frame = plan.frame else { return nil }
        guard scan.hasLuma else {
            return unsafe file.withUnsafeBufferPointer { bytes in
                unsafe skim_marker(bytes.baseAddress, bytes.count, position)
            }
        }
        guard var request = plan.request(for: scan, data: position) else { return nil }
        let state = unsafe try readyState()
        if scale < 8 {
            guard let quantizers = plan.quantizers, !quantizers.isWide else { return nil }
            let end = unsafe file.withUnsafeBufferPointer { bytes in
                unsafe skim_read_scaled(
                    state,
                    bytes.baseAddress,
                    bytes.count,
                    &request,
                    quantizers.place,
                    UInt32(scale),
                    UInt32(frame.width),
                    UInt32(frame.height),
                    UInt32(level.rawValue),
                    luma.baseAddress
                )
            }
            return end == 0 ? nil : end
        }
        let means = unsafe try means.words(frame.blocksAcross * frame.blocksDown)
        let end = unsafe file.withUnsafeBufferPointer { bytes in
            unsafe skim_read(state, bytes.baseAddress, bytes.count, &request, means.baseAddress)
        }
        return end == 0 ? nil : end
    }

    /// Makes pixels of the means that all scans have given.
    private mutating func write(
        _ plan: SkimPlan,
        of file: Span<UInt8>,
        to luma: UnsafeMutableBufferPointer<UInt8>
    ) throws(DecodeError) -> Bool {
        guard let frame = plan.frame, let quantizers = plan.quantizers else { return false }
        let count = frame.blocksAcross * frame.blocksDown
        let quantizer =
            quantizers.isWide ? file.word(at: quantizers.place) : Int(file[quantizers.place])
        let means = unsafe try means.words(count)
        return unsafe skim_pixels(means.baseAddress, count, UInt32(quantizer), luma.baseAddress)
            != 0
    }

    private mutating func readyState() throws(DecodeError) -> OpaquePointer {
        if let state = unsafe state { return unsafe state }
        let size = skim_state_size()
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        let made = OpaquePointer(memory)
        unsafe state = made
        return unsafe made
    }

    /// Gives much memory back.
    mutating func trim() { means.trim() }
}
