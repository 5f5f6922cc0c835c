/// What the markers of a JPEG file say, read before libjpeg sees the file: what decoding will cost.
struct JPEGHeader: Equatable {
    /// Pixels, 1 or more.
    let width: Int
    /// Pixels, 1 or more.
    let height: Int
    /// The identifiers of the components: 1 (grey), 3 (colours) or 4 (CMYK or YCCK).
    let components: [UInt8]
    let isProgressive: Bool
    /// Scans in the file: 1, or about ten of a progressive picture; as many as a bomb likes.
    let scanCount: Int
    /// Where everything is.
    let outline: JPEGOutline
    /// The mean step, in units of frequencies, that the first component's are rounded to; `nil` if
    /// the file does not say.
    let step: Int?
    /// Whether a step of any frequency stands out among those around it, as damage makes it.
    let hasUnevenSteps: Bool
    /// Whether the file goes on to the marker of its end.
    let hasEnd: Bool
    /// Bytes of coefficients that libjpeg holds; 0 if it decodes from row to row.
    let heldByteCount: Int

    var componentCount: Int { components.count }

    /// Walks over the markers of the whole file. Damage after the first scan is left to libjpeg.
    init(_ file: Span<UInt8>) throws(DecodeError) {
        guard file.count >= 2, file[0] == 0xFF, file[1] == 0xD8 else {
            throw .damaged("it does not begin with a JPEG marker")
        }
        var position = 2
        var frame: JPEGFrame?
        var scanCount = 0
        var outline = JPEGOutline()
        var quantisation = JPEGQuantisation()
        var isInOneScan = true
        var hasEnd = false
        while !hasEnd, let segment = JPEGSegment.next(in: file, from: position) {
            position = segment.end
            outline.add(segment, in: file)
            quantisation.add(segment, in: file)
            switch segment.marker {
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                guard frame == nil else { throw .damaged("it has two frames") }
                frame = try JPEGFrame(file, segment)
            case JPEGSegment.startOfScan:
                guard let frame else { throw .damaged("a scan comes before the frame") }
                // libjpeg holds coefficients if the first scan leaves components out.
                if scanCount == 0, segment.range.count > 0 {
                    isInOneScan = Int(file[segment.range.lowerBound]) >= frame.componentCount
                }
                scanCount += 1
            case JPEGSegment.end: hasEnd = true
            default: break
            }
        }
        guard let frame else { throw .damaged("it has no frame") }
        guard scanCount > 0 else { throw .damaged("it has no scan") }
        width = frame.width
        height = frame.height
        components = frame.components
        isProgressive = frame.isProgressive
        self.scanCount = scanCount
        self.outline = outline
        step = quantisation.step(ofTable: frame.firstTable)
        hasUnevenSteps = quantisation.isUneven
        self.hasEnd = hasEnd
        heldByteCount = frame.isProgressive || !isInOneScan ? frame.coefficientByteCount : 0
    }
}
