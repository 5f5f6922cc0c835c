/// Pictures that were examined with a reservation: counted, so that no summary hides them.
package struct Caveats: Equatable, Sendable {
    /// Of a quality below the floor of every list: only their digests were compared.
    package var lowQuality: Int
    /// Decoded with warnings, as a cut or damaged file is: their hash may be that of a part.
    package var withWarnings: Int

    /// Makes counts, of nothing if not told otherwise.
    package init(lowQuality: Int = 0, withWarnings: Int = 0) {
        self.lowQuality = lowQuality
        self.withWarnings = withWarnings
    }

    /// Counts one file.
    package mutating func add(_ row: SegmentRow) {
        if row.isLowQuality { lowQuality += 1 }
        if row.fingerprint?.picture?.hasWarnings == true { withWarnings += 1 }
    }
}

extension Segment {
    /// How many of its pictures were examined with a reservation.
    package var caveats: Caveats {
        var caveats = Caveats()
        for row in rows { caveats.add(row) }
        return caveats
    }
}
