/// Where a PNG file has its palette and its compressed data: a walk over its chunks.
///
/// It follows only what is as it should be. Of everything else, damage included, libpng decides
/// what it is: then there are no contents.
// SAFETY: every offset is checked against the file's length before bytes are read.
@safe struct PNGContents {
    /// R, G, B, … of a picture that has a palette; else of no meaning.
    let palette: [UInt8]
    /// Where the first IDAT chunk begins.
    private let start: Int
    /// The IDAT chunks that follow one another without another chunk between them.
    private let dataCount: Int
    /// Bytes of compressed data in all of them.
    let byteCount: Int
    /// Whether libpng would pass over something before the data, and say so.
    let hasWarnings: Bool

    /// libpng warns of chunks that are longer, and reads no picture's data from them.
    static let plainByteCountMax = 64 << 10

    /// Bytes of a chunk around its content: length, name and checksum.
    private static let frameByteCount = 12

    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// Walks over the chunks up to the first that is not IDAT after one that is.
    init?(_ file: UnsafeBufferPointer<UInt8>, header: PNGHeader, layout: PNGLayout) {
        guard unsafe file.prefix(8).elementsEqual(PNGContents.signature),
            let first = unsafe PNGPart(file, at: 8), unsafe first.isWhole(in: file)
        else { return nil }
        var (palette, hasWarnings) = ([UInt8](), false)
        var offset = first.end
        while true {
            guard let chunk = unsafe PNGPart(file, at: offset) else { return nil }
            if chunk.name == PNGPart.data { break }
            guard unsafe chunk.isWhole(in: file) else { return nil }
            if chunk.name == PNGPart.palette {
                guard palette.isEmpty, layout.allowsPalette(of: chunk.count) else { return nil }
                palette = unsafe Array(file[chunk.content])
            } else {
                guard chunk.isAncillary else { return nil }
                if chunk.count > PNGContents.plainByteCountMax { hasWarnings = true }
            }
            offset = chunk.end
        }
        guard layout.color != .palette || !palette.isEmpty else { return nil }
        self.palette = palette
        self.hasWarnings = hasWarnings
        start = offset
        let chunkByteCountMax = layout.dataChunkByteCountMax(header)
        var (dataCount, byteCount) = (0, 0)
        // What follows the data is not read: neither by libpng.
        while let chunk = unsafe PNGPart(file, at: offset), chunk.name == PNGPart.data,
            unsafe chunk.isWhole(in: file)
        {
            guard chunk.count <= chunkByteCountMax else { return nil }
            dataCount += 1
            byteCount += chunk.count
            offset = chunk.end
        }
        guard dataCount > 0 else { return nil }
        (self.dataCount, self.byteCount) = (dataCount, byteCount)
    }

    /// The compressed data if it lies in one piece.
    func piece(of file: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
        guard dataCount == 1, let chunk = unsafe PNGPart(file, at: start) else { return nil }
        return unsafe UnsafeBufferPointer(rebasing: file[chunk.content])
    }

    /// Copies the compressed data to a buffer of ``byteCount`` bytes.
    func join(_ file: UnsafeBufferPointer<UInt8>, to buffer: UnsafeMutableBufferPointer<UInt8>) {
        precondition(buffer.count == byteCount, "the data fits the buffer")
        var (offset, count) = (start, 0)
        for _ in 0..<dataCount {
            guard let chunk = unsafe PNGPart(file, at: offset) else { return }
            let target = unsafe buffer[count..<(count + chunk.count)]
            _ = unsafe UnsafeMutableBufferPointer(rebasing: target)
                .update(fromContentsOf: file[chunk.content])
            count += chunk.count
            offset = chunk.end
        }
    }
}

extension PNGLayout {
    /// Whether a palette of that many bytes can belong to such a picture.
    fileprivate func allowsPalette(of byteCount: Int) -> Bool {
        let entryCountMax =
            switch color {
            case .grey, .greyAlpha: 0
            case .palette: 1 << depth
            case .rgb, .rgba: 256
            }
        return byteCount > 0 && byteCount % 3 == 0 && byteCount / 3 <= entryCountMax
    }

    /// The longest IDAT chunk of which libpng does not warn: the inflated size by its own reckoning
    /// (png_check_chunk_length), with what storing it would add.
    fileprivate func dataChunkByteCountMax(_ header: PNGHeader) -> Int {
        let channels =
            switch color {
            case .grey, .palette: 1
            case .greyAlpha: 2
            case .rgb: 3
            case .rgba: 4
            }
        let row =
            header.width * channels * (depth > 8 ? 2 : 1) + 1 + (header.isInterlaced ? 6 : 0)
        let stored = header.height * row
        return max(PNGContents.plainByteCountMax, stored + 6 + 5 * (stored / min(row, 32_566) + 1))
    }
}
