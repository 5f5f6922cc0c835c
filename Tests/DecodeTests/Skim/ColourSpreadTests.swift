@testable import Decode
import Testing

@Suite struct ColourSpreadTests {
    @Test func `it is the root of the variance of both colours together`() {
        var spread = ColourSpread()
        #expect(spread.level == 0 && !spread.isMuch)
        // Sixteen blocks with one frequency of 160 each: a variance of 400, and both colours'.
        spread.add(squares: 16 * 160 * 160, blockCount: 16)
        #expect(abs(spread.level - (2.0 * 400).squareRoot()) < 1e-9)
        spread.add(squares: 1, blockCount: 0)
        #expect(abs(spread.level - (2.0 * 400).squareRoot()) < 1e-9)
    }

    @Test func `a progressive scan counts by its length`() {
        var spread = ColourSpread()
        spread.add(scanOf: 100, blockCount: 10, step: 40)
        // Sixteen frequencies of 40 a block.
        #expect(abs(spread.level - 20) < 1e-9 && !spread.isMuch)
        // Much for a picture that shows little else.
        #expect(spread.isMuch(quality: 60) && !spread.isMuch(quality: 61))
        spread.add(scanOf: 200, blockCount: 10, step: 40)
        #expect(spread.isMuch && spread.isMuch(quality: 100))
    }
}
