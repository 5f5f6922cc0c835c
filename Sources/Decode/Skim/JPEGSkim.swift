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
    /// Of all components, one after the other.
    private var means = PixelBuffer()

    private let level: KernelLevel

    /// What colours hold within blocks of the picture that is read.
    private var spread = ColourSpread()

    /// All levels give the same pixels.
    init(level: KernelLevel = .best) {
        unsafe state = nil
        self.level = level
    }

    deinit { unsafe UnsafeMutableRawPointer(state)?.deallocate() }

    /// Writes `ceil(width / scale)` times `ceil(height / scale)` bytes of luma, row by row; a scale
    /// is 8, or 4, 2 or 1 of a picture that is not progressive. Returns what was seen of its
    /// colours; `nil` for anything unusual about the file, of which libjpeg has to decide what it
    /// is. The header must have passed the limits.
    ///
    /// What is wrong within a progressive picture's scans of frequencies is not seen.
    mutating func read(
        _ file: Span<UInt8>,
        header: JPEGHeader,
        scale: Int,
        to luma: UnsafeMutableBufferPointer<UInt8>
    ) throws(DecodeError) -> SkimmedColours? {
        let width = (header.width + scale - 1) / scale
        let height = (header.height + scale - 1) / scale
        precondition(luma.count >= width * height, "the picture fits the buffer")
        guard scale == 8 || !header.isProgressive && [1, 2, 4].contains(scale) else { return nil }
        // libjpeg would not scale pictures of one block down.
        guard max(header.width, header.height) > 8 else { return nil }
        guard file.count > 2, file[0] == 0xFF, file[1] == 0xD8 else { return nil }
        spread = ColourSpread()
        var plan = SkimPlan()
        var position = 2
        while let segment = JPEGSegment.at(position, in: file) {
            position = segment.end
            switch segment.marker {
            case JPEGSegment.end:
                guard plan.isComplete else { return nil }
                if scale == 8, unsafe try !write(plan, of: file, to: luma) { return nil }
                return try clamping(plan, of: file).map {
                    SkimmedColours(clamping: $0, spread: spread)
                }
            case JPEGSegment.startOfScan:
                guard let scan = plan.scan(segment, in: file),
                    plan.frame?.width == header.width, plan.frame?.height == header.height,
                    plan.frame?.isProgressive == header.isProgressive,
                    let end = unsafe try read(scan, of: file, from: position, plan, scale, luma)
                else { return nil }
                position = end
            default:
                guard plan.take(segment, in: file) else { return nil }
            }
        }
        return nil
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
        guard scan.hasMeans else {
            let end = unsafe file.withUnsafeBufferPointer { bytes in
                unsafe skim_marker(bytes.baseAddress, bytes.count, position)
            }
            if let colour = scan.components.first?.index, colour > 0 {
                guard let squaresABit = plan.squaresABit(of: scan, in: file) else { return nil }
                let blocks = frame.blocks(of: colour)
                spread.add(
                    squaresOfOneColour: 8 * Double(end - position) * squaresABit,
                    blockCount: blocks.across * blocks.down
                )
            }
            return end
        }
        guard var request = plan.request(for: scan, data: position) else { return nil }
        let all = unsafe try planes(of: frame)
        let planes = unsafe scan.components.map { unsafe all[$0.index] }
        let state = unsafe try readyState()
        if scale < 8 {
            guard let quantizers = plan.quantizers[0], !quantizers.isWide else { return nil }
            let end = unsafe file.withUnsafeBufferPointer { bytes in
                unsafe skim_read_scaled(
                    state,
                    bytes.baseAddress,
                    bytes.count,
                    &request,
                    planes,
                    quantizers.place,
                    UInt32(scale),
                    UInt32(frame.width),
                    UInt32(frame.height),
                    UInt32(level.rawValue),
                    luma.baseAddress
                )
            }
            return unsafe taken(end, state)
        }
        let end = unsafe file.withUnsafeBufferPointer { bytes in
            unsafe skim_read(state, bytes.baseAddress, bytes.count, &request, planes)
        }
        return unsafe taken(end, state)
    }

    /// Where a scan that was read ends, after taking what its colours hold; `nil` for none.
    private mutating func taken(_ end: Int, _ state: OpaquePointer) -> Int? {
        guard end != 0 else { return nil }
        var blockCount: UInt64 = 0
        let squares = unsafe skim_spread(state, &blockCount)
        spread.add(squares: squares, blockCount: blockCount)
        return end
    }

    /// Where each component's means are.
    private mutating func planes(
        of frame: SkimFrame
    ) throws(DecodeError) -> [UnsafeMutablePointer<Int16>?] {
        let counts = frame.components.indices.map { index in
            let blocks = frame.blocks(of: index)
            return blocks.across * blocks.down
        }
        let words = unsafe try means.words(counts.reduce(0, +))
        return unsafe counts.indices.map { index in
            unsafe words.baseAddress.map { unsafe $0 + counts[..<index].reduce(0, +) }
        }
    }

    /// Makes pixels of the means that all scans have given.
    private mutating func write(
        _ plan: SkimPlan,
        of file: Span<UInt8>,
        to luma: UnsafeMutableBufferPointer<UInt8>
    ) throws(DecodeError) -> Bool {
        guard let frame = plan.frame, let quantizer = plan.quantizerOfMeans(0, in: file) else {
            return false
        }
        let means = unsafe try planes(of: frame)[0]
        let count = frame.blocksAcross * frame.blocksDown
        return unsafe skim_pixels(means, count, UInt32(quantizer), luma.baseAddress) != 0
    }

    /// What clamping does to the means; `nil` for such as no light has.
    private mutating func clamping(
        _ plan: SkimPlan,
        of file: Span<UInt8>
    ) throws(DecodeError) -> Clamping? {
        guard let frame = plan.frame, frame.components.count == 3 else { return Clamping.none }
        let means = unsafe try planes(of: frame)
        var planes: [skim_plane] = []
        for (index, component) in frame.components.enumerated() {
            guard let quantizer = plan.quantizerOfMeans(index, in: file) else { return nil }
            let blocks = frame.blocks(of: index)
            let plane = skim_plane(
                width: UInt32(blocks.across),
                height: UInt32(blocks.down),
                across: UInt32(component.across),
                down: UInt32(component.down),
                quantizer: UInt32(quantizer)
            )
            planes.append(plane)
        }
        var sums = [UInt64](repeating: 0, count: Int(SKIM_PART_COUNT * SKIM_PART_COUNT))
        guard unsafe skim_clamping(planes, means, &sums) != 0 else { return nil }
        return Clamping(
            sums: sums,
            blocksAcross: frame.blocksAcross,
            blocksDown: frame.blocksDown
        )
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
