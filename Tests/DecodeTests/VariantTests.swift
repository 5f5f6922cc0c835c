import Core
import Foundation
import TestSupport
import Testing

@testable import Decode

@Suite struct `Rotations and mirror images` {
    /// A picture with the hashes by pdqhash of what Pillow turned and mirrored; see
    /// Tests/Oracle/make_variants.py.
    struct Turned: Codable {
        let file: String
        let quality: Int
        let variants: [String: String]

        static func all() throws -> [Turned] {
            let data = try Data(contentsOf: Checkout.fixture("variants/variants.json"))
            return try JSONDecoder().decode([Turned].self, from: data)
        }

        func picture(exact: Bool, _ decoder: inout PictureDecoder) throws -> DecodedPicture {
            let bytes = [UInt8](try Data(contentsOf: Checkout.fixture("variants/\(file)")))
            return try decoder.decode(bytes, variants: true, exact: exact)
        }

        /// Bits that each variant is off.
        func distances(of picture: DecodedPicture) throws -> [PictureVariant: Int] {
            try #require(picture.variants.count == PictureVariant.allCases.count)
            var distances: [PictureVariant: Int] = [:]
            for (variant, hash) in picture.variants {
                let exact = try #require(PDQHash(hex: variants[variant.name] ?? ""))
                distances[variant] = hash.distance(to: exact)
            }
            return distances
        }
    }

    @Test func `of 128 to 4000 pixels have pdqhash's hashes of pictures that Pillow turned`()
        throws
    {
        var decoder = PictureDecoder()
        let pictures = try Turned.all()
        #expect(pictures.count == 12)
        for picture in pictures {
            let found = try picture.picture(exact: true, &decoder)
            #expect(found.picture.quality == picture.quality)
            #expect(try picture.distances(of: found).values.allSatisfy { $0 == 0 })
        }
    }

    /// Most bits that a screened variant may be off: what comes of every pixel of R, G and B is
    /// off by rounding alone; of JPEG files luma is not quite that of R, G and B, and block means
    /// are not pixels, in each variant alike.
    @Test func `when screened are two bits off, or hardly more than the picture itself`() throws {
        var decoder = PictureDecoder()
        for picture in try Turned.all() {
            let found = try picture.picture(exact: false, &decoder)
            let distances = try picture.distances(of: found)
            let most = max(2, (distances[.original] ?? 0) + 2)
            #expect(distances.values.allSatisfy { $0 <= most }, "\(picture.file): \(distances)")
        }
    }
}
