@testable import Decode
import Testing

@Suite struct FrequencyTableTests {
    private let steps: [Double] = Array(repeating: 100, count: 16)

    /// A table as a file has it: how many codes there are of each length, then their symbols.
    private func table(_ symbols: [(length: Int, symbol: UInt8)]) -> [UInt8] {
        var counts = [UInt8](repeating: 0, count: 16)
        for (length, _) in symbols { counts[length - 1] += 1 }
        return counts + symbols.map(\.symbol)
    }

    private func squares(_ symbols: [(length: Int, symbol: UInt8)], _ steps: [Double]) -> Double {
        FrequencyTable(at: 0, in: table(symbols).span, stepSquares: steps).squaresABit
    }

    @Test func `each symbol is as frequent as its code is short`() {
        // Half are ones, of 2 bits; a quarter end a block; a quarter are 2 or 3, of 4 bits.
        let found = squares([(1, 0x01), (2, 0x00), (2, 0x02)], steps)
        let twoOrThree = (9.0 * 4 + 4 * 9) / (9 + 4)
        #expect(abs(found / (100 * (0.5 + 0.25 * twoOrThree) / 2.5) - 1) < 1e-9)
    }

    @Test func `a run before a frequency makes its step larger`() {
        var rising = steps
        rising[3] = 900
        #expect(squares([(1, 0x31)], rising) == 9 * squares([(1, 0x01)], rising))
    }

    @Test func `runs alone hold nothing`() {
        // Sixteen zeros, and 2 to 3 blocks that end.
        #expect(squares([(1, 0xF0), (2, 0x10)], steps) == 0)
        #expect(squares([], steps) == 0)
    }

    @Test func `a number counts between the smallest and the mean of its size`() {
        for size in 1...10 {
            let numbers = (1 << (size - 1))..<(1 << size)
            let mean = Double(numbers.reduce(0) { $0 + $1 * $1 }) / Double(numbers.count)
            let found = squares([(1, UInt8(size))], steps) * Double(1 + size) / 100
            #expect(found <= mean * (1 + 1e-9))
            #expect(found >= Double(numbers.lowerBound * numbers.lowerBound) * (1 - 1e-9))
            #expect(size == 1 || found < 0.9 * mean)
        }
    }
}
