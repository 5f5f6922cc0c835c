internal import Core

/// How many matches of each file of a shard are sent, where all together are too many for one
/// result: the nearest of each, so that no file that has a match is left without.
struct MatchShare: Sendable {
    /// Matches sent of any one file.
    let perFile: Int

    /// Finds the largest share with which the files' matches are not more than `countMax` together.
    ///
    /// With as many files as a shard may have it is ten or more: see ``WireLimits/matchCountMax``.
    init(counts: [Int], countMax: Int) {
        var perFile = counts.max() ?? 0
        var low = 0
        while low < perFile {
            let middle = (low + perFile + 1) / 2
            let sum = counts.reduce(0) { $0 + min($1, middle) }
            if sum <= countMax { low = middle } else { perFile = middle - 1 }
        }
        self.perFile = perFile
    }

    /// The nearest matches of one file, in the order in which they came; of equally near ones the
    /// first, so that every worker sends the same.
    func nearest(_ matches: [Match]) -> [Match] {
        guard matches.count > perFile else { return matches }
        let byDistance = matches.indices.sorted {
            (matches[$0].distance, $0) < (matches[$1].distance, $1)
        }
        return byDistance.prefix(perFile).sorted().map { matches[$0] }
    }
}
