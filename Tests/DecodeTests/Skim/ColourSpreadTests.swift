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

    @Test func `a progressive scan is one colour's alone`() {
        var spread = ColourSpread()
        spread.add(squaresOfOneColour: 10 * 16 * 1600.0, blockCount: 10)
        // Sixteen frequencies of 40 a block.
        #expect(abs(spread.level - 20) < 1e-9 && !spread.isMuch)
        // Much for a picture that shows less than most.
        #expect(spread.isMuch(quality: 89) && !spread.isMuch(quality: 90))
        spread.add(squaresOfOneColour: 10 * 32 * 1600.0, blockCount: 10)
        #expect(spread.isMuch && spread.isMuch(quality: 100))
    }
}
