import Core
import Decode
import Foundation
import TestSupport

/// One made picture with what pdqhash makes of Pillow's pixels; see Tests/Oracle/make_vectors.py.
struct Fixture: Codable {
    let file: String
    let width: Int
    let height: Int
    let pdq: String
    let quality: Int
    let warns: Bool
    let variants: [String: String]

    /// All of them.
    static func all() throws -> [Fixture] {
        let data = try Data(contentsOf: Checkout.fixture("pictures/pictures.json"))
        return try JSONDecoder().decode([Fixture].self, from: data)
    }

    /// The file's bytes.
    static func bytes(_ file: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: Checkout.fixture("pictures/\(file)")))
    }
}

extension PictureDecoder {
    /// Decodes bytes of the format that they begin with.
    mutating func decode(
        _ bytes: [UInt8],
        variants: Bool = false,
        exact: Bool = true
    ) throws -> DecodedPicture {
        let format = PictureFormat(firstBytes: Array(bytes.prefix(16)))
        return try picture(in: bytes.span, format: format, variants: variants, exact: exact)
    }
}
