import CJPEGSkim
@testable import Decode

/// The skim in plain Swift, symbol by symbol and coefficient by coefficient: what the kernel must
/// equal, bit by bit. Of files that are whole.
struct SkimTwin {
    /// A component's part of a unit, and its codes.
    private struct Part {
        let index: Int
        let across: Int
        let down: Int
        let means: HuffmanReader
        let frequencies: HuffmanReader
    }

    private let file: [UInt8]
    private var plan = SkimPlan()
    /// Coefficients of each component's blocks in zig-zag order, by rows of blocks.
    private var blocks: [[[Int]]] = []
    /// What colours hold in the units of a sequential scan.
    private var spread = SpreadTwin()
    /// The same of the scans that hold frequencies of one colour alone.
    private var spreadByLength = ColourSpread()

    /// Reads a file; `nil` where the plan calls it unusual.
    init?(_ file: [UInt8]) {
        self.file = file
        var position = 2
        while let segment = JPEGSegment.at(position, in: file.span) {
            position = segment.end
            switch segment.marker {
            case JPEGSegment.end: return
            case JPEGSegment.startOfScan:
                guard let scan = plan.scan(segment, in: file.span) else { return nil }
                let end = endOfData(from: position)
                if scan.hasMeans {
                    read(scan, from: position)
                } else {
                    pass(over: scan, byteCount: end - position)
                }
                position = end
            default:
                guard plan.take(segment, in: file.span) else { return nil }
            }
        }
        return nil
    }

    /// The luma at a scale of 8, 4, 2 or 1.
    func pixels(scale: Int) -> [UInt8] {
        guard let frame = plan.frame, let quantizers = plan.quantizers[0] else { return [] }
        let factors = (0..<64).map { index in
            quantizers.isWide
                ? file.span.word(at: quantizers.place + 2 * index)
                : Int(file[quantizers.place + index])
        }
        let (width, height) = (
            (frame.width + scale - 1) / scale, (frame.height + scale - 1) / scale
        )
        let side = 8 / scale
        var pixels = [UInt8](repeating: 0, count: width * height)
        for (number, block) in blocks[0].enumerated() {
            let levels = ReducedTransform.levels(zip(block, factors).map(*), side: side)
            let left = number % frame.blocksAcross * side
            let top = number / frame.blocksAcross * side
            for y in 0..<side where top + y < height {
                for x in 0..<side where left + x < width {
                    let level = levels[y * side + x] + 128
                    pixels[(top + y) * width + left + x] = UInt8(min(max(level, 0), 255))
                }
            }
        }
        return pixels
    }

    /// What was seen of colours at a scale.
    func colours(scale: Int) -> SkimmedColours {
        var whole = spreadByLength
        let seen = spread.looked(scale: scale)
        whole.add(squares: seen.squares, blockCount: seen.blockCount)
        return SkimmedColours(clamping: clamping, spread: whole)
    }

    /// What clamping makes of the means.
    private var clamping: Clamping {
        guard let frame = plan.frame, frame.components.count == 3 else { return .none }
        return Clamping(
            sums: clampingSums(frame),
            blocksAcross: frame.blocksAcross,
            blocksDown: frame.blocksDown
        )
    }

    /// |luma − Y| in sixteenths of a level: sums of 8 × 8 parts.
    private func clampingSums(_ frame: SkimFrame) -> [UInt64] {
        var sums = [UInt64](repeating: 0, count: 64)
        for part in sums.indices {
            let (column, row) = (part % 8, part / 8)
            for y in (frame.blocksDown * row / 8)..<(frame.blocksDown * (row + 1) / 8) {
                for x in (frame.blocksAcross * column / 8)..<(frame.blocksAcross * (column + 1) / 8)
                {
                    let levels = frame.components.indices.map { level($0, over: x, y, frame) }
                    sums[part] += UInt64(abs(Self.lost(levels[0] + 128 * 16, levels[1], levels[2])))
                }
            }
        }
        return sums
    }

    /// A component's mean over a block of luma, in sixteenths of a level, from the middle of light.
    private func level(_ index: Int, over x: Int, _ y: Int, _ frame: SkimFrame) -> Int {
        let (all, own) = (frame.components[0], frame.components[index])
        let (column, row) = (x * own.across / all.across, y * own.down / all.down)
        let block = blocks[index][row * frame.blocks(of: index).across + column]
        let quantizer = plan.quantizerOfMeans(index, in: file.span) ?? 0
        return 2 * min(max(block[0] * quantizer, -128 * 8), 127 * 8)
    }

    /// The luma of clamped R, G and B less Y, with products that are cut off to 16ths of a level.
    private static func lost(_ y: Int, _ cb: Int, _ cr: Int) -> Int {
        let colours = [
            y + cr + ((cr * 26345) >> 16),
            y - ((cb * 22554) >> 16) - cr + ((cr * 18734) >> 16),
            y + 2 * cb - ((cb * 14942) >> 16),
        ]
        let lost = colours.map { min(max($0, 0), 255 * 16) - $0 }
        return ((lost[0] * 19595) >> 16) + lost[1] - ((lost[1] * 27066) >> 16)
            + ((lost[2] * 7471) >> 16)
    }

    /// A scan of frequencies: its length and its table are all that is looked at.
    private mutating func pass(over scan: SkimScan, byteCount: Int) {
        guard let frame = plan.frame, let index = scan.components.first?.index, index > 0,
            let squaresABit = plan.squaresABit(of: scan, in: file.span)
        else { return }
        let size = frame.blocks(of: index)
        spreadByLength.add(
            squaresOfOneColour: 8 * Double(byteCount) * squaresABit,
            blockCount: size.across * size.down
        )
    }

    /// The step of a component's frequency, by its number in the file.
    private func step(_ index: Int, _ frequency: Int) -> Int {
        plan.quantizers[index]?.step(frequency, in: file.span) ?? 0
    }

    private func endOfData(from start: Int) -> Int {
        var position = start
        while file[position] != 0xFF || file[position + 1] == 0
            || (0xD0...0xD7).contains(file[position + 1])
        {
            position += 1
        }
        return position
    }

    private mutating func read(_ scan: SkimScan, from start: Int) {
        guard let frame = plan.frame, let request = plan.request(for: scan, data: start) else {
            return
        }
        if blocks.isEmpty {
            let zeros = [Int](repeating: 0, count: 64)
            blocks = frame.components.indices.map { index in
                let count = frame.blocks(of: index)
                return Array(repeating: zeros, count: count.across * count.down)
            }
        }
        let components = [request.components.0, request.components.1, request.components.2]
        let parts = components.prefix(scan.components.count).enumerated().map { index, component in
            Part(
                index: scan.components[index].index,
                across: Int(component.across),
                down: Int(component.down),
                means: HuffmanReader(file, component.mean_table),
                frequencies: HuffmanReader(file, component.frequency_table)
            )
        }
        spread = SpreadTwin(request)
        var bits = BitReader(file, start)
        var last = [Int](repeating: 0, count: parts.count)
        for unit in 0..<Int(request.units_across * request.units_down) {
            let interval = Int(request.restart_interval)
            if interval > 0, unit > 0, unit.isMultiple(of: interval) {
                bits.restart()
                last = last.map { _ in 0 }
            }
            for (index, part) in parts.enumerated() {
                let size = frame.blocks(of: part.index)
                for block in 0..<(part.across * part.down) {
                    let column =
                        unit % Int(request.units_across) * part.across + block % part.across
                    let row = unit / Int(request.units_across) * part.down + block / part.across
                    let isKept = column < size.across && row < size.down
                    let place = row * size.across + column
                    var coefficients =
                        isKept ? blocks[part.index][place] : Array(repeating: 0, count: 64)
                    read(scan, part, &bits, &last[index], &coefficients)
                    if index > 0, scan.band.upperBound > 0 {
                        let levels = (1..<64).map { coefficients[$0] * step(part.index, $0) }
                        spread.add(levels, inUnit: unit)
                    }
                    if isKept { blocks[part.index][place] = coefficients }
                }
            }
        }
    }

    private func read(
        _ scan: SkimScan,
        _ part: Part,
        _ bits: inout BitReader,
        _ last: inout Int,
        _ block: inout [Int]
    ) {
        guard scan.bitBefore == 0 else {
            block[0] |= bits.next(1) << scan.bit
            return
        }
        last += bits.value(part.means.symbol(&bits))
        block[0] = last << scan.bit
        var place = 1
        while scan.band.upperBound > 0, place < 64 {
            let symbol = part.frequencies.symbol(&bits)
            if symbol & 15 == 0 {
                if symbol >> 4 < 15 { break }
                place += 16
            } else {
                place += symbol >> 4
                block[place] = bits.value(symbol & 15)
                place += 1
            }
        }
    }
}

/// What colours hold within blocks, unit by unit.
private struct SpreadTwin {
    private var squares: [UInt64] = []
    private var blockCounts: [UInt64] = []
    private var unitsAcross = 0
    private var restartInterval = 0
    private var lumaCount = 1

    init() {}

    init(_ request: skim_scan) {
        unitsAcross = Int(request.units_across)
        restartInterval = Int(request.restart_interval)
        lumaCount = Int(request.components.0.across * request.components.0.down)
        squares = Array(repeating: 0, count: unitsAcross * Int(request.units_down))
        blockCounts = squares
    }

    mutating func add(_ levels: [Int], inUnit unit: Int) {
        squares[unit] += levels.map { UInt64(min(abs($0), 1 << 15)) }.reduce(0) { $0 + $1 * $1 }
        blockCounts[unit] += 1
    }

    /// Of the pieces that are looked at: a piece is units of one row up to a number that depends on
    /// the scale, or to a restart.
    func looked(scale: Int) -> (squares: UInt64, blockCount: UInt64) {
        let unitCountMax = scale == 8 ? 128 : 64 / lumaCount
        var (sum, count): (UInt64, UInt64) = (0, 0)
        var (piece, length) = (-1, 0)
        for unit in squares.indices {
            let isRestart = restartInterval > 0 && unit.isMultiple(of: restartInterval)
            if unit.isMultiple(of: unitsAcross) || isRestart || length == unitCountMax {
                (piece, length) = (piece + 1, 0)
            }
            length += 1
            // Multiples of the golden ratio, without their whole part, under an eighth.
            let part = UInt32(truncatingIfNeeded: UInt64(piece + 2) * 0x9E37_79B9)
            guard part < UInt32.max / 8 else { continue }
            sum += squares[unit]
            count += blockCounts[unit]
        }
        return (sum, count)
    }
}

/// The bits of a scan's data.
private struct BitReader {
    private let file: [UInt8]
    private var position: Int
    private var bit = 7

    init(_ file: [UInt8], _ position: Int) { (self.file, self.position) = (file, position) }

    mutating func next(_ count: Int) -> Int {
        (0..<count).reduce(0) { value, _ in
            let next = Int(file[position] >> bit) & 1
            bit -= 1
            if bit < 0 { advance() }
            return value << 1 | next
        }
    }

    /// A number of that many extra bits.
    mutating func value(_ count: Int) -> Int {
        guard count > 0 else { return 0 }
        let bits = next(count)
        return bits >> (count - 1) == 1 ? bits : bits - (1 << count) + 1
    }

    /// Goes past the padding and a restart marker.
    mutating func restart() {
        if bit < 7 { advance() }
        position += 2
    }

    private mutating func advance() {
        position += file[position] == 0xFF ? 2 : 1
        bit = 7
    }
}

/// A Huffman code as a list of codes.
private struct HuffmanReader {
    private var symbols: [[Int]: Int] = [:]

    /// Reads the 16 counts at that place and the symbols after them; none at 0.
    init(_ file: [UInt8], _ place: Int) {
        guard place > 0 else { return }
        var (code, symbol) = (0, place + 16)
        for length in 1...16 {
            for _ in 0..<file[place + length - 1] {
                symbols[[length, code]] = Int(file[symbol])
                code += 1
                symbol += 1
            }
            code <<= 1
        }
    }

    func symbol(_ bits: inout BitReader) -> Int {
        var code = 0
        for length in 1...16 {
            code = code << 1 | bits.next(1)
            if let symbol = symbols[[length, code]] { return symbol }
        }
        preconditionFailure("the file is whole")
    }
}
