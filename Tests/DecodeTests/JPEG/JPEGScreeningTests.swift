import Core
import Foundation
import TestSupport
import Testing

@testable import Decode

@Suite struct `Screening of JPEG files` {
    /// A made picture with its exact hashes by pdqhash; see Tests/Oracle/make_screening.py.
    struct Screened: Codable {
        let file: String
        let screened: String
        let pdq: String
        let quality: Int
        let variants: [String: String]

        static func all() throws -> [Screened] {
            let data = try Data(contentsOf: Checkout.fixture("screening/screening.json"))
            return try JSONDecoder().decode([Screened].self, from: data)
        }

        func bytes() throws -> [UInt8] {
            [UInt8](try Data(contentsOf: Checkout.fixture("screening/\(file)")))
        }

        var profile: FingerprintProfile? {
            [
                "exact": .exact, "whole": .screenedWhole, "half": .screenedHalf,
                "draft": .draftHalf, "quarter": .screenedQuarter, "eighth": .screenedEighth,
                "draft_quarter": .draftQuarter,
            ][screened]
        }
    }

    @Test func `hashes are within their margins of pdqhash's, in all variants`() throws {
        var decoder = PictureDecoder()
        for picture in try Screened.all() {
            let bytes = try picture.bytes()
            let found = try decoder.decode(bytes, variants: true, exact: false)
            #expect(found.picture.profile == picture.profile, "\(picture.file)")
            #expect(abs(found.picture.quality - picture.quality) <= 2, "\(picture.file)")
            let margin = Screening.margin(of: found.picture)
            for variant in PictureVariant.allCases {
                let hash = try #require(found.variants[variant])
                let exact = try #require(PDQHash(hex: picture.variants[variant.name] ?? ""))
                #expect(
                    hash.distance(to: exact) <= margin,
                    "\(picture.file), \(variant.name): \(hash.distance(to: exact)) bits"
                )
            }
        }
    }

    @Test func `asked for exactly, each has pdqhash's hash and quality`() throws {
        var decoder = PictureDecoder()
        for picture in try Screened.all() {
            let found = try decoder.decode(picture.bytes()).picture
            #expect(found.hash.hex == picture.pdq, "\(picture.file)")
            #expect(found.quality == picture.quality, "\(picture.file)")
            #expect(found.profile == .exact)
        }
    }

    @Test func `a file that ends early is decoded in full`() throws {
        var decoder = PictureDecoder()
        for picture in try Screened.all() {
            let bytes = Array(try picture.bytes().dropLast(2))
            let found = try decoder.decode(bytes, exact: false).picture
            #expect(found.profile == .exact, "\(picture.file)")
        }
    }

    @Test func `a file whose data is damaged is decoded in full, with its warnings`() throws {
        let picture = try #require(try Screened.all().first { $0.file == "half.jpg" })
        var bytes = try picture.bytes()
        // A marker of a restart where none is expected.
        bytes.replaceSubrange(bytes.count / 2..<bytes.count / 2 + 2, with: [0xFF, 0xD3])
        var decoder = PictureDecoder()
        let found = try decoder.decode(bytes, exact: false).picture
        #expect(found.profile == .exact && found.hasWarnings)
    }

    @Test func `ink is decoded in full`() throws {
        var decoder = PictureDecoder()
        for file in ["cmyk.jpg", "ycck.jpg"] {
            let bytes = try Fixture.bytes(file)
            let found = try decoder.decode(bytes, exact: false)
            #expect(found.picture.profile == .exact)
        }
    }
}
