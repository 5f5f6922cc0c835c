/// How one hash list is matched.
package struct ListSettings: Hashable, Sendable {
    /// The PDQ reference's own recommendation (ThreatExchange, "Hashing for images": 31).
    package static let thresholdDefault = 31
    /// The PDQ reference's own recommendation (hashes under 50 are of too little detail).
    package static let qualityFloorDefault = 50
    /// Thresholds that make sense: bits of a PDQ hash.
    package static let thresholdRange = 0...256
    /// Quality floors that make sense: PDQ qualities.
    package static let qualityFloorRange = 0...100

    /// The greatest PDQ distance that is a match, 0 to 256.
    package let threshold: Int
    /// The least PDQ quality of a file that is matched by PDQ, 0 to 100.
    package let qualityFloor: Int

    /// Makes settings; what comes from outside is held to the ranges first.
    package init(
        threshold: Int = ListSettings.thresholdDefault,
        qualityFloor: Int = ListSettings.qualityFloorDefault
    ) {
        precondition(Self.thresholdRange.contains(threshold), "a threshold is 0 to 256")
        precondition(Self.qualityFloorRange.contains(qualityFloor), "a quality floor is 0 to 100")
        self.threshold = threshold
        self.qualityFloor = qualityFloor
    }
}
