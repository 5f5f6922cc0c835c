import Core
import Decode
import Testing

struct PictureVectorTests {
    @Test func `made pictures have the hash and quality that pdqhash and Pillow give them`() throws
    {
        var decoder = PictureDecoder()
        let fixtures = try Fixture.all()
        #expect(fixtures.count == 91)
        for fixture in fixtures {
            let decoded = try decoder.decode(Fixture.bytes(fixture.file))
            let picture = decoded.picture
            #expect(picture.width == fixture.width, "\(fixture.file)")
            #expect(picture.height == fixture.height, "\(fixture.file)")
            #expect(picture.hash.hex == fixture.pdq, "\(fixture.file)")
            #expect(picture.quality == fixture.quality, "\(fixture.file)")
            #expect(picture.hasWarnings == fixture.warns, "\(fixture.file)")
            #expect(picture.profile == .exact)
            #expect(decoded.variants == [.original: picture.hash])
        }
    }

    @Test func `variants have the hashes of really rotated and mirrored pictures`() throws {
        var decoder = PictureDecoder()
        for fixture in try Fixture.all() {
            let decoded = try decoder.decode(Fixture.bytes(fixture.file), variants: true)
            let hashes = decoded.variants.map { ($0.key.name, $0.value.hex) }
            #expect(
                Dictionary(uniqueKeysWithValues: hashes) == fixture.variants,
                "\(fixture.file)"
            )
            #expect(decoded.picture.hash.hex == fixture.pdq)
        }
    }

    @Test func `formats that are not decoded are unsupported`() throws {
        var decoder = PictureDecoder()
        for format in PictureFormat.allCases where !format.isDecoded {
            do {
                let bytes = try Fixture.bytes("420.jpg")
                _ = try decoder.picture(in: bytes.span, format: format, variants: false)
                Issue.record("\(format) was decoded")
            } catch let error as DecodeError {
                #expect(error.cause == .unsupported)
            }
        }
    }
}
