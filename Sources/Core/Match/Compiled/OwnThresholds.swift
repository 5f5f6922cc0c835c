/// What PDQ hashes have in thresholds of their own.
struct OwnThresholds {
    /// The greatest that is not wide; `nil` if there is none.
    private(set) var narrowMax: Int?
    /// How many are wide.
    private(set) var wideCount = 0

    /// Looks at the thresholds as they are in the file.
    init(_ thresholds: Spool) {
        for row in 0..<thresholds.count {
            let own = thresholds.load(UInt8.self, at: row)
            if own == CompiledListLayout.listThreshold { continue }
            if Self.isWide(own) {
                wideCount += 1
            } else {
                narrowMax = max(narrowMax ?? 0, Int(own))
            }
        }
    }

    /// Whether a hash with it is compared one by one.
    static func isWide(_ own: UInt8) -> Bool {
        own != CompiledListLayout.listThreshold && own > CompiledListLayout.narrowThresholdMax
    }
}
