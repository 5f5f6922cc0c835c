/// The frame header of a JPEG file.
struct JPEGFrame: Equatable {
    /// Pixels, 1 or more.
    let width: Int
    /// Pixels, 1 or more.
    let height: Int
    /// The identifiers of the components, 1, 3 or 4.
    let components: [UInt8]
    let isProgressive: Bool
    /// The number of the first component's quantisation table.
    let firstTable: UInt8
    /// What all the coefficients take, two bytes each, whole blocks.
    let coefficientByteCount: Int

    var componentCount: Int { components.count }

    /// Reads a frame's segment. Throws ``DecodeError/unsupported(_:)`` for what is not decoded:
    /// lossless and hierarchical pictures, other than 8 bits, other than 1, 3 or 4 components.
    init(_ file: Span<UInt8>, _ segment: JPEGSegment) throws(DecodeError) {
        switch segment.marker {
        case 0xC0, 0xC1, 0xC9: isProgressive = false
        case 0xC2, 0xCA: isProgressive = true
        case 0xC3, 0xCB: throw .unsupported("lossless JPEG")
        default: throw .unsupported("hierarchical JPEG")
        }
        let start = segment.range.lowerBound
        guard segment.range.count >= 6 else { throw .damaged("its frame is cut short") }
        guard file[start] == 8 else { throw .unsupported("JPEG of \(file[start]) bits") }
        height = Int(file[start + 1]) << 8 | Int(file[start + 2])
        width = Int(file[start + 3]) << 8 | Int(file[start + 4])
        let componentCount = Int(file[start + 5])
        guard width > 0 else { throw .damaged("it says it has no pixels") }
        guard height > 0 else { throw .unsupported("JPEG whose height comes after its picture") }
        guard [1, 3, 4].contains(componentCount) else {
            throw .unsupported("JPEG of \(componentCount) components")
        }
        guard segment.range.count >= 6 + 3 * componentCount else {
            throw .damaged("its frame is cut short")
        }
        components = (0..<componentCount).map { file[start + 6 + 3 * $0] }
        firstTable = file[start + 8]
        let factors = (0..<componentCount).map { index in
            let byte = file[start + 6 + 3 * index + 1]
            return (across: Int(byte >> 4), down: Int(byte & 15))
        }
        guard factors.allSatisfy({ (1...4).contains($0.across) && (1...4).contains($0.down) })
        else { throw .damaged("its sampling factors are not 1 to 4") }
        let across = factors.map(\.across).max() ?? 1
        let down = factors.map(\.down).max() ?? 1
        let unitCount =
            ((width + 8 * across - 1) / (8 * across)) * ((height + 8 * down - 1) / (8 * down))
        coefficientByteCount =
            unitCount * factors.reduce(0) { $0 + $1.across * $1.down } * 64 * 2
    }
}
