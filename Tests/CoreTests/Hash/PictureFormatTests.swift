import Core
import Testing

@Suite struct PictureFormatTests {
    /// First bytes as the formats' specifications give them.
    private static let magic: [(PictureFormat, [UInt8])] = [
        (.jpeg, [0xFF, 0xD8, 0xFF, 0xE0]),
        (.jpeg, [0xFF, 0xD8, 0xFF, 0xDB]),
        (.png, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        (.gif, Array("GIF87a".utf8)),
        (.gif, Array("GIF89a".utf8)),
        (.webp, Array("RIFF????WEBPVP8 ".utf8)),
        (.bmp, [0x42, 0x4D, 0x46, 0, 0, 0, 0, 0, 0, 0, 0x36, 0]),
        (.tiff, [0x49, 0x49, 0x2A, 0]),
        (.tiff, [0x4D, 0x4D, 0, 0x2A]),
        (.heif, [0, 0, 0, 0x18] + Array("ftypheic".utf8)),
        (.avif, [0, 0, 0, 0x20] + Array("ftypavif".utf8)),
        (.jpegXL, [0xFF, 0x0A]),
        (.jpeg2000, [0xFF, 0x4F, 0xFF, 0x51]),
        (.photoshop, Array("8BPS".utf8)),
        (.icon, [0, 0, 1, 0, 1, 0]),
    ]

    @Test(arguments: magic)
    func `a format is told by its first bytes, and by all of them`(
        format: PictureFormat,
        bytes: [UInt8]
    ) {
        #expect(PictureFormat(firstBytes: bytes + [1, 2, 3]) == format)
        #expect(PictureFormat(firstBytes: bytes) == format)
        #expect(PictureFormat(firstBytes: [0] + bytes) == .other)
        #expect(PictureFormat(firstBytes: []) == .other)
    }

    @Test func `what only begins alike is something else`() {
        let films = [0, 0, 0, 0x18] + Array("ftypisom".utf8)
        let sound = Array("RIFF????WAVEfmt ".utf8)
        for bytes in [films, sound, [0xFF, 0xD8], Array("GIF88a".utf8), [0x89, 0x50, 0x4E, 0x47]] {
            #expect(PictureFormat(firstBytes: bytes) == .other)
        }
    }

    @Test func `names are told apart, and JPEG and PNG alone are decoded`() {
        #expect(Set(PictureFormat.allCases.map(\.name)).count == PictureFormat.allCases.count)
        #expect(PictureFormat.allCases.filter(\.isDecoded) == [.jpeg, .png])
    }
}
