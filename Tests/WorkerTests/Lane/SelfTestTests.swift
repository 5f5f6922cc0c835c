import Core
import Decode
import Foundation
import TestSupport
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(1))) struct `A self-test` {
    @Test func `passes on a machine that computes right`() {
        #expect(SelfTest().failure() == nil)
    }

    /// Digit by digit: the last of a hash is not the first.
    @Test(arguments: 0..<3, [0, 31, 63])
    func `fails where the hash of pixels differs in one bit`(pattern: Int, digit: Int) {
        var test = SelfTest()
        let known = test.patterns[pattern]
        test.patterns[pattern] = SelfTest.Pattern(
            width: known.width,
            height: known.height,
            pdq: flipped(known.pdq, digit),
            quality: known.quality
        )
        #expect(
            test.failure()
                == "hash of \(known.width) × \(known.height) pixels with the kernels of baseline"
        )
    }

    @Test(arguments: 0..<2) func `fails where a decoder gives another picture`(file: Int) {
        var test = SelfTest()
        let known = test.files[file]
        for (pdq, quality) in [(flipped(known.pdq, 5), known.quality), (known.pdq, 99)] {
            test.files[file] = SelfTest.File(
                format: known.format,
                hex: known.hex,
                pdq: pdq,
                quality: quality
            )
            #expect(test.failure() == "hash of a \(known.format.name) file")
        }
        test.files[file] = SelfTest.File(
            format: known.format,
            hex: String(known.hex.prefix(80)),
            pdq: known.pdq,
            quality: known.quality
        )
        #expect(test.failure() == "hash of a \(known.format.name) file")
    }

    /// Arithmetic codes are left to libjpeg: they prove nothing of screening.
    @Test func `fails where screening does not see what the decoder makes`() throws {
        let bytes = [UInt8](try Data(contentsOf: Checkout.fixture("pictures/arithmetic.jpg")))
        var decoder = PictureDecoder()
        let found = try decoder.picture(in: bytes.span, format: .jpeg, variants: false).picture
        var test = SelfTest()
        test.files[0] = SelfTest.File(
            format: .jpeg,
            hex: Hex.string(bytes),
            pdq: found.hash.hex,
            quality: found.quality
        )
        #expect(test.failure() == "luma of a jpeg file with the kernels of baseline")
    }

    @Test func `fails where digests or distances differ`() {
        for index in 0..<3 {
            var test = SelfTest()
            test.digests[index] = flipped(test.digests[index], 9)
            #expect(test.failure() == "digests")
            test = SelfTest()
            test.distances[index][1] ^= 1
            #expect(test.failure() == "distances with the kernels of baseline")
        }
    }

    private func flipped(_ digits: String, _ index: Int) -> String {
        var digits = Array(digits.utf8)
        digits[index] = digits[index] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
        return String(decoding: digits, as: UTF8.self)
    }
}
