import TestSupport

/// A JPEG of made coefficients, with codes, factors and restarts that encoders seldom write.
struct MadeJPEG {
    /// Which codes there are.
    enum Codes: CaseIterable {
        /// All of 9 bits.
        case even
        /// From 1 bit to 16.
        case steep
    }

    var width = 50
    var height = 40
    /// Sampling factors of each component.
    var factors = [(2, 2), (1, 1), (1, 1)]
    var isProgressive = false
    /// Whether the steps of frequencies have 16 bits.
    var hasWideSteps = false
    var restartInterval = 0
    var codes = Codes.even
    /// Coefficients of a block but for the mean, on average.
    var density = 5
    /// The largest dequantized coefficient.
    var levelMax = 100
    /// The lowest bit of the means in a progressive picture's first scan.
    var meanBit = 1
    var seed: UInt64 = 1

    /// The file's bytes.
    func bytes() -> [UInt8] {
        var writer = Writer(self)
        writer.writeAll()
        return writer.bytes
    }
}

extension MadeJPEG {
    private struct Writer {
        let made: MadeJPEG
        var bytes: [UInt8] = [0xFF, 0xD8]
        private var generator: SeededGenerator
        private var quantizers: [Int] = []
        private var lengths: [Int: (code: Int, length: Int)] = [:]
        /// By component, row of blocks and column.
        private var blocks: [[[[Int]]]] = []
        private var pending = 0
        private var pendingCount = 0

        init(_ made: MadeJPEG) {
            self.made = made
            generator = SeededGenerator(seed: made.seed)
        }

        private var across: Int { made.factors.map(\.0).max() ?? 1 }
        private var down: Int { made.factors.map(\.1).max() ?? 1 }
        private var unitsAcross: Int { (made.width + 8 * across - 1) / (8 * across) }
        private var unitsDown: Int { (made.height + 8 * down - 1) / (8 * down) }

        mutating func writeAll() {
            quantizers = (0..<64).map { _ in Int.random(in: 1...60, using: &generator) }
            segment(
                0xDB,
                made.hasWideSteps
                    ? [0x10] + quantizers.flatMap { [0, UInt8($0)] }
                    : [0] + quantizers.map(UInt8.init)
            )
            let frame: [[UInt8]] = made.factors.enumerated().map { index, factor in
                [UInt8(index + 1), UInt8(factor.0 << 4 | factor.1), 0]
            }
            let sides = [made.height >> 8, made.height & 255, made.width >> 8, made.width & 255]
            segment(
                made.isProgressive ? 0xC2 : 0xC1,
                [8] + sides.map(UInt8.init) + [UInt8(frame.count)] + frame.flatMap(\.self)
            )
            writeCodes()
            if made.restartInterval > 0 {
                segment(
                    0xDD,
                    [UInt8(made.restartInterval >> 8), UInt8(made.restartInterval & 255)]
                )
            }
            makeBlocks()
            let all = Array(made.factors.indices)
            if made.isProgressive {
                scan(all, 0...0, before: 0, bit: made.meanBit)
                for bit in (0..<made.meanBit).reversed() {
                    scan(all, 0...0, before: bit + 1, bit: bit)
                }
                for index in all { scan([index], 1...63, before: 0, bit: 0) }
            } else {
                scan(all, 0...63, before: 0, bit: 0)
            }
            bytes += [0xFF, 0xD9]
        }

        private mutating func segment(_ marker: UInt8, _ content: [UInt8]) {
            let count = content.count + 2
            bytes += [0xFF, marker, UInt8(count >> 8), UInt8(count & 255)] + content
        }

        /// Two codes for all components, in no order.
        private mutating func writeCodes() {
            let runs: [Int] = (0..<160).map { ($0 / 10) << 4 | ($0 % 10 + 1) }
            for kind in 0...1 {
                let all: [Int] = kind == 0 ? Array(0...11) : [0x00, 0xF0] + runs
                let kept = all.shuffled(using: &generator)
                var counts = [UInt8](repeating: 0, count: 16)
                for place in kept.indices {
                    switch made.codes {
                    case .even: counts[8] += 1
                    case .steep: counts[place < 8 ? place : 15] += 1
                    }
                }
                segment(0xC4, [UInt8(kind << 4)] + counts + kept.map(UInt8.init))
                var (code, place) = (0, 0)
                for length in 1...16 {
                    for _ in 0..<counts[length - 1] {
                        lengths[kind << 8 | kept[place]] = (code, length)
                        code += 1
                        place += 1
                    }
                    code <<= 1
                }
            }
        }

        private mutating func makeBlocks() {
            blocks = made.factors.map { factor in
                (0..<(unitsDown * factor.1)).map { _ in
                    (0..<(unitsAcross * factor.0)).map { _ in makeBlock() }
                }
            }
        }

        private mutating func makeBlock() -> [Int] {
            var block = [Int](repeating: 0, count: 64)
            let light = 900 / quantizers[0]
            block[0] = Int.random(in: -light...light, using: &generator)
            for _ in 0..<Int.random(in: 0...(2 * made.density), using: &generator) {
                // Most are low, and the very last is one of them now and then.
                let high = Int.random(in: 1...63, using: &generator)
                let place = Bool.random(using: &generator) ? high : (high + 7) / 8
                let most = min(made.levelMax / quantizers[place], 1023)
                block[place] = Int.random(in: -most...most, using: &generator)
            }
            if Int.random(in: 0..<5, using: &generator) == 0 { block[63] = 1 }
            return block
        }

        private mutating func scan(
            _ components: [Int],
            _ band: ClosedRange<Int>,
            before: Int,
            bit: Int
        ) {
            let header: [UInt8] = components.flatMap { [UInt8($0 + 1), 0] }
            let parameters = [band.lowerBound, band.upperBound, before << 4 | bit].map(UInt8.init)
            segment(0xDA, [UInt8(components.count)] + header + parameters)
            var last = [Int](repeating: 0, count: components.count)
            var restart = 0
            let isAlone = components.count == 1
            let index = components[0]
            let columns =
                isAlone
                ? (made.width * made.factors[index].0 + 8 * across - 1) / (8 * across)
                : unitsAcross
            let rows =
                isAlone
                ? (made.height * made.factors[index].1 + 8 * down - 1) / (8 * down) : unitsDown
            for unit in 0..<(columns * rows) {
                if made.restartInterval > 0, unit > 0, unit.isMultiple(of: made.restartInterval) {
                    flush()
                    bytes += [0xFF, UInt8(0xD0 + restart % 8)]
                    restart += 1
                    last = last.map { _ in 0 }
                }
                for (place, component) in components.enumerated() {
                    let (x, y) = isAlone ? (1, 1) : made.factors[component]
                    for block in 0..<(x * y) {
                        let column = unit % columns * x + block % x
                        let row = unit / columns * y + block / x
                        let coefficients = blocks[component][row][column]
                        if before > 0 {
                            put(coefficients[0] >> bit & 1, 1)
                            continue
                        }
                        if band.lowerBound == 0 {
                            let mean = coefficients[0] >> bit
                            put(kind: 0, zeros: 0, value: mean - last[place])
                            last[place] = mean
                        }
                        if band.upperBound > 0 { frequencies(coefficients) }
                    }
                }
            }
            flush()
        }

        private mutating func frequencies(_ block: [Int]) {
            var zeros = 0
            for place in 1...63 {
                if block[place] == 0 {
                    zeros += 1
                    continue
                }
                while zeros > 15 {
                    put(symbol: 0x1F0)
                    zeros -= 16
                }
                put(kind: 1, zeros: zeros, value: block[place])
                zeros = 0
            }
            if zeros > 0 { put(symbol: 0x100) }
        }

        private mutating func put(kind: Int, zeros: Int, value: Int) {
            let extra = Int.bitWidth - abs(value).leadingZeroBitCount
            put(symbol: kind << 8 | zeros << 4 | extra)
            put(value < 0 ? value + (1 << extra) - 1 : value, extra)
        }

        private mutating func put(symbol: Int) {
            guard let (code, length) = lengths[symbol] else {
                preconditionFailure("the code has the symbol \(symbol)")
            }
            put(code, length)
        }

        private mutating func put(_ value: Int, _ count: Int) {
            for bit in (0..<count).reversed() {
                pending = pending << 1 | (value >> bit & 1)
                pendingCount += 1
                if pendingCount == 8 {
                    bytes.append(UInt8(pending))
                    if pending == 0xFF { bytes.append(0) }
                    (pending, pendingCount) = (0, 0)
                }
            }
        }

        private mutating func flush() {
            while pendingCount > 0 { put(1, 1) }
        }
    }
}
