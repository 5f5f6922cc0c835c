internal import CJPEGSkim

/// What a file's markers say up to some scan of a JPEG that can be skimmed. Whatever libjpeg would
/// warn of or refuse, and whatever encoders do not write, is unusual here.
struct SkimPlan: Equatable {
    private(set) var frame: SkimFrame?
    /// Luma's quantizers, as they are at the first scan that has its means.
    private(set) var quantizers: SkimTables.Quantizers?
    private var tables = SkimTables()
    private var progress = SkimProgress(componentCount: 0)
    private var scanCount = 0

    /// Whether all the scans there should be were there.
    var isComplete: Bool {
        guard let frame, quantizers != nil else { return false }
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
        if scan.hasLuma, quantizers == nil {
            quantizers = tables.quantizers[frame.components[0].quantizer]
        }
        return scan
    }

    /// How the kernel is to read a scan with luma; `nil` if its tables are missing.
    func request(for scan: SkimScan, data: Int) -> skim_scan? {
        guard let frame else { return nil }
        var request = skim_scan()
        request.data = data
        request.width = UInt32(frame.blocksAcross)
        request.height = UInt32(frame.blocksDown)
        request.restart_interval = UInt32(tables.restartInterval)
        request.shift = UInt32(scan.bit)
        request.component_count = UInt32(scan.components.count)
        request.kind =
            !frame.isProgressive
            ? SKIM_SEQUENTIAL : scan.bitBefore == 0 ? SKIM_MEANS : SKIM_MEANS_BIT
        // A component that is alone in its scan comes block by block, whatever its factors.
        let isAlone = scan.components.count == 1
        let across = isAlone ? 1 : frame.components[0].across
        let down = isAlone ? 1 : frame.components[0].down
        request.units_across = UInt32((frame.blocksAcross + across - 1) / across)
        request.units_down = UInt32((frame.blocksDown + down - 1) / down)
        var components = [skim_component](repeating: skim_component(), count: 3)
        for (place, component) in scan.components.enumerated() {
            let factors = frame.components[component.index]
            components[place].across = UInt32(isAlone ? 1 : factors.across)
            components[place].down = UInt32(isAlone ? 1 : factors.down)
            if request.kind != SKIM_MEANS_BIT {
                guard component.meanTable < 4, let table = tables.meanTables[component.meanTable]
                else { return nil }
                components[place].mean_table = table
            }
            if request.kind == SKIM_SEQUENTIAL {
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
