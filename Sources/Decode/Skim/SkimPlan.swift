internal import CJPEGSkim

/// What a file's markers say up to some scan of a JPEG that can be skimmed. Whatever libjpeg would
/// warn of or refuse, and whatever encoders do not write, is unusual here.
struct SkimPlan: Equatable {
    private(set) var frame: SkimFrame?
    /// Each component's quantizers, as they are at the first scan that has its means.
    private(set) var quantizers: [SkimTables.Quantizers?] = []
    private var tables = SkimTables()
    private var progress = SkimProgress(componentCount: 0)
    private var scanCount = 0

    /// A frequency that is there is likely to be one of the so many lowest that it may be.
    private static let likelyCount = 5

    /// Whether all the scans there should be were there.
    var isComplete: Bool {
        guard let frame, !quantizers.contains(nil) else { return false }
        return !frame.isProgressive || progress.isComplete
    }

    /// Takes a segment that is not a scan; `false` for anything unusual.
    mutating func take(_ segment: JPEGSegment, in file: Span<UInt8>) -> Bool {
        guard (0xC0...0xC2).contains(segment.marker) else {
            return tables.take(segment, in: file)
        }
        guard frame == nil, let new = SkimFrame(file, segment) else { return false }
        frame = new
        progress = SkimProgress(componentCount: new.components.count)
        quantizers = Array(repeating: nil, count: new.components.count)
        return true
    }

    /// Takes a scan's header; `nil` for anything unusual.
    mutating func scan(_ segment: JPEGSegment, in file: Span<UInt8>) -> SkimScan? {
        guard let frame, let scan = SkimScan(file, segment, frame), tables.hasLuma(frame),
            scan.components.allSatisfy({
                tables.quantizers[frame.components[$0.index].quantizer] != nil
            })
        else { return nil }
        scanCount += 1
        if frame.isProgressive {
            guard progress.take(scan) else { return nil }
        } else {
            // One scan of everything.
            guard scanCount == 1, scan.components.count == frame.components.count,
                scan.band == 0...63, scan.bitBefore == 0, scan.bit == 0
            else { return nil }
        }
        for component in scan.components where quantizers[component.index] == nil {
            quantizers[component.index] =
                tables.quantizers[frame.components[component.index].quantizer]
        }
        return scan
    }

    /// The quantizer of a component's means.
    func quantizerOfMeans(_ index: Int, in file: Span<UInt8>) -> Int? {
        quantizers[index]?.step(0, in: file)
    }

    /// The squares of frequencies that a bit of a scan without means holds; `nil` if its table is
    /// missing.
    func squaresABit(of scan: SkimScan, in file: Span<UInt8>) -> Double? {
        guard let component = scan.components.first, component.frequencyTable < 4,
            let place = tables.frequencyTables[component.frequencyTable],
            let quantizers = quantizers[component.index]
        else { return nil }
        let stepSquares = (0..<16).map { run in
            let first = min(scan.band.lowerBound + run, 63)
            let end = min(first + SkimPlan.likelyCount, 64)
            var sum = 0
            for frequency in first..<end {
                let step = quantizers.step(frequency, in: file) << scan.bit
                sum += step * step
            }
            return Double(sum) / Double(end - first)
        }
        return FrequencyTable(at: place, in: file, stepSquares: stepSquares).squaresABit
    }

    /// How the kernel is to read a scan with means; `nil` if its tables are missing.
    func request(for scan: SkimScan, data: Int) -> skim_scan? {
        guard let frame else { return nil }
        var request = skim_scan()
        request.data = data
        request.restart_interval = UInt32(tables.restartInterval)
        request.shift = UInt32(scan.bit)
        request.component_count = UInt32(scan.components.count)
        request.kind =
            !frame.isProgressive
            ? SKIM_SEQUENTIAL : scan.bitBefore == 0 ? SKIM_MEANS : SKIM_MEANS_BIT
        // A component that is alone in its scan comes block by block, whatever its factors.
        let isAlone = scan.components.count == 1
        let only = frame.blocks(of: scan.components[0].index)
        request.units_across = UInt32(isAlone ? only.across : frame.unitsAcross)
        request.units_down = UInt32(isAlone ? only.down : frame.unitsDown)
        var components = [skim_component](repeating: skim_component(), count: 3)
        for (place, component) in scan.components.enumerated() {
            let factors = frame.components[component.index]
            components[place].across = UInt32(isAlone ? 1 : factors.across)
            components[place].down = UInt32(isAlone ? 1 : factors.down)
            let blocks = frame.blocks(of: component.index)
            components[place].width = UInt32(blocks.across)
            components[place].height = UInt32(blocks.down)
            if request.kind != SKIM_MEANS_BIT {
                guard component.meanTable < 4, let table = tables.meanTables[component.meanTable]
                else { return nil }
                components[place].mean_table = table
            }
            if request.kind == SKIM_SEQUENTIAL {
                guard let quantizers = quantizers[component.index] else { return nil }
                components[place].steps = quantizers.place
                components[place].has_wide_steps = quantizers.isWide ? 1 : 0
                guard component.frequencyTable < 4,
                    let table = tables.frequencyTables[component.frequencyTable]
                else { return nil }
                components[place].frequency_table = table
            }
        }
        request.components = (components[0], components[1], components[2])
        return request
    }
}
