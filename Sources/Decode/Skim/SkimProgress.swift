/// Which bits of a progressive JPEG's coefficients its scans have held so far.
///
/// libjpeg smooths what is not known to its last bit, means too, so a picture whose scans leave
/// something out does not have the means that its bits say.
struct SkimProgress: Equatable {
    /// The lowest bit that is known of each component's coefficients; `nil` if none is.
    private var bits: [[Int?]]

    init(componentCount: Int) {
        bits = Array(repeating: Array(repeating: nil, count: 64), count: componentCount)
    }

    /// Whether all is known to the last bit.
    var isComplete: Bool { bits.allSatisfy { $0.allSatisfy { $0 == 0 } } }

    /// Takes a scan. `false` for one that libjpeg refuses or warns of.
    mutating func take(_ scan: SkimScan) -> Bool {
        let isOfMeans = scan.band.lowerBound == 0
        guard isOfMeans ? scan.band.upperBound == 0 : scan.components.count == 1,
            scan.bit <= 13, scan.bitBefore == 0 || scan.bit == scan.bitBefore - 1
        else { return false }
        for component in scan.components {
            if !isOfMeans, bits[component.index][0] == nil { return false }
            for coefficient in scan.band {
                guard scan.bitBefore == bits[component.index][coefficient] ?? 0 else {
                    return false
                }
                bits[component.index][coefficient] = scan.bit
            }
        }
        return true
    }
}
