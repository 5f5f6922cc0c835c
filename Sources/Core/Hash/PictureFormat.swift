/// What the first bytes of a file say it is; never its name.
package enum PictureFormat: UInt8, CaseIterable, Sendable {
    /// Not a picture that Turnstone knows of.
    case other = 0
    case jpeg = 1
    case png = 2
    // Pictures that are recognised but not decoded: reported, so that their coverage is not lost.
    case gif = 3
    case webp = 4
    case bmp = 5
    case tiff = 6
    case heif = 7
    case avif = 8
    case jpegXL = 9
    case jpeg2000 = 10
    case photoshop = 11
    case icon = 12

    /// The number of first bytes that ``init(firstBytes:)`` looks at.
    package static let sniffedByteCount = 16

    /// Whether Turnstone decodes the format.
    package var isDecoded: Bool { self == .jpeg || self == .png }

    /// The format's name in reports, lowercase.
    package var name: String {
        switch self {
        case .other: "other"
        case .jpeg: "jpeg"
        case .png: "png"
        case .gif: "gif"
        case .webp: "webp"
        case .bmp: "bmp"
        case .tiff: "tiff"
        case .heif: "heif"
        case .avif: "avif"
        case .jpegXL: "jxl"
        case .jpeg2000: "jp2"
        case .photoshop: "psd"
        case .icon: "ico"
        }
    }
}

extension PictureFormat {
    /// Tells the format by magic numbers, as the formats' own specifications give them.
    package init(firstBytes bytes: [UInt8]) {
        func starts(_ magic: [UInt8], at offset: Int = 0) -> Bool {
            bytes.count >= offset + magic.count
                && bytes[offset..<offset + magic.count].elementsEqual(magic)
        }
        func starts(_ magic: String, at offset: Int = 0) -> Bool {
            starts(Array(magic.utf8), at: offset)
        }
        self =
            if starts([0xFF, 0xD8, 0xFF]) {
                .jpeg
            } else if starts([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
                .png
            } else if starts("GIF87a") || starts("GIF89a") {
                .gif
            } else if starts("RIFF") && starts("WEBP", at: 8) {
                .webp
            } else if starts("BM") && starts([0, 0, 0, 0], at: 6) {
                .bmp
            } else if starts([0x49, 0x49, 0x2A, 0]) || starts([0x4D, 0x4D, 0, 0x2A])
                || starts([0x49, 0x49, 0x2B, 0]) || starts([0x4D, 0x4D, 0, 0x2B])
            {
                .tiff
            } else if starts("ftyp", at: 4) {
                PictureFormat(brand: Array(bytes.dropFirst(8).prefix(4)))
            } else if starts([0xFF, 0x0A])
                || starts([0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20, 0x0D, 0x0A, 0x87, 0x0A])
            {
                .jpegXL
            } else if starts([0xFF, 0x4F, 0xFF, 0x51])
                || starts([0, 0, 0, 0x0C, 0x6A, 0x50, 0x20, 0x20, 0x0D, 0x0A, 0x87, 0x0A])
            {
                .jpeg2000
            } else if starts("8BPS") {
                .photoshop
            } else if starts([0, 0, 1, 0]) && bytes.count >= 6 && bytes[4] > 0 && bytes[5] == 0 {
                .icon
            } else {
                .other
            }
    }

    /// Tells still pictures in the ISO base media format from films in it, by the major brand.
    private init(brand: [UInt8]) {
        switch String(decoding: brand, as: UTF8.self) {
        case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1": self = .heif
        case "avif", "avis": self = .avif
        default: self = .other
        }
    }
}
