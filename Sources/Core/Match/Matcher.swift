/// One hash list as a sweep uses it.
package struct MatcherList: Sendable {
    package let list: CompiledList
    package let settings: ListSettings

    /// Makes a list with its settings.
    package init(list: CompiledList, settings: ListSettings) {
        self.list = list
        self.settings = settings
    }
}

/// What the hash lists say of one file.
package struct Matching: Equatable, Sendable {
    /// By list, entry and kind, each once.
    package let matches: [Match]
    /// How many more there are than ``Matcher/matchesPerFileMax``; they are the farther ones.
    package let leftOutCount: Int
    /// There is a picture, but its quality is under the floor of every list that has PDQ hashes:
    /// only its digests were matched. `false` if no list has any.
    package let isLowQuality: Bool

    /// Makes a matching.
    package init(matches: [Match], leftOutCount: Int, isLowQuality: Bool) {
        self.matches = matches
        self.leftOutCount = leftOutCount
        self.isLowQuality = isLowQuality
    }
}

/// Compares fingerprints with hash lists.
package struct Matcher: Sendable {
    /// Matches that are reported of one file. A picture near a thousand entries is no lead but a
    /// sign that a list or its threshold is wrong; the rest is counted.
    package static let matchesPerFileMax = 1000

    private let lists: [MatcherList]

    /// Makes a matcher; a list's position is what ``Match/list`` names.
    package init(lists: [MatcherList]) { self.lists = lists }

    /// Compares one file with every list.
    ///
    /// - Parameters:
    ///   - digests: of the file's bytes; a kind that was not made is not compared.
    ///   - picture: `nil` for what is no picture or cannot be decoded: no PDQ is compared.
    ///   - variants: the picture's hash in each variant that is compared; empty stands for
    ///     `picture.hash` as `original`.
    package func matches(
        digests: DigestSet,
        picture: Picture?,
        variants: [PictureVariant: PDQHash] = [:]
    ) -> Matching {
        var nearest = NearestMatches(countMax: Self.matchesPerFileMax)
        for (index, list) in lists.enumerated() {
            matchDigests(digests, list.list, index, &nearest)
            if let picture, picture.quality >= list.settings.qualityFloor {
                matchPicture(picture, variants, list, index, &nearest)
            }
        }
        return Matching(
            matches: nearest.sorted(),
            leftOutCount: nearest.leftOutCount,
            isLowQuality: picture.map(isLowQuality) ?? false
        )
    }

    /// Whether a screened picture has to be decoded in full before anything is said of it: it may
    /// match an entry, its quality decides, or it is found by a digest, and a finding tells the
    /// exact hash. Never for one that is exact already.
    ///
    /// `digests` and `variants` are what ``matches(digests:picture:variants:)`` takes.
    package func needsExact(
        _ picture: Picture,
        digests: DigestSet,
        variants: [PictureVariant: PDQHash] = [:]
    ) -> Bool {
        guard picture.profile.screenedScale != nil else { return false }
        let margin = Screening.margin(of: picture)
        return lists.contains { list in
            for case let digest? in DigestKind.allCases.map({ digests[$0] })
            where !list.list.entries(matching: digest).isEmpty {
                return true
            }
            let floor = list.settings.qualityFloor
            guard list.list.count(of: .pdq) > 0 else { return false }
            if Screening.isUncertain(picture, floor: floor) { return true }
            return picture.quality >= floor
                && scan(picture, variants, list, margin: margin).isAnyNear
        }
    }

    private func isLowQuality(_ picture: Picture) -> Bool {
        let floors = lists.filter { $0.list.count(of: .pdq) > 0 }.map(\.settings.qualityFloor)
        return floors.min().map { picture.quality < $0 } ?? false
    }

    private func matchDigests(
        _ digests: DigestSet,
        _ list: CompiledList,
        _ index: Int,
        _ nearest: inout NearestMatches
    ) {
        for kind in DigestKind.allCases {
            guard let digest = digests[kind] else { continue }
            for entry in list.entries(matching: digest) {
                nearest.add(
                    Match(
                        list: index,
                        entry: entry,
                        kind: kind.matchKind,
                        distance: 0,
                        variant: .original
                    )
                )
            }
        }
    }

    private func matchPicture(
        _ picture: Picture,
        _ variants: [PictureVariant: PDQHash],
        _ list: MatcherList,
        _ index: Int,
        _ nearest: inout NearestMatches
    ) {
        scan(picture, variants, list).run { entry, distance, variant in
            nearest.add(
                Match(list: index, entry: entry, kind: .pdq, distance: distance, variant: variant)
            )
        }
    }

    private func scan(
        _ picture: Picture,
        _ variants: [PictureVariant: PDQHash],
        _ list: MatcherList,
        margin: Int = 0
    ) -> PDQScan {
        let hashes = PictureVariant.allCases.compactMap { variant in
            variants[variant].map { (variant: variant, hash: $0) }
        }
        return PDQScan(
            list: list.list,
            threshold: list.settings.threshold,
            margin: margin,
            hashes: hashes.isEmpty ? [(.original, picture.hash)] : hashes
        )
    }
}

/// The nearest matches of one file, a bounded number of them, whatever their order.
struct NearestMatches {
    private let countMax: Int
    private var matches: [Match] = []
    private var addedCount = 0

    init(countMax: Int) { self.countMax = countMax }

    /// How many were added and are not among the nearest.
    var leftOutCount: Int { max(0, addedCount - countMax) }

    mutating func add(_ match: Match) {
        addedCount += 1
        matches.append(match)
        // Cut at twice the number, so that each match costs the logarithm and not the number.
        if matches.count >= 2 * countMax { cut() }
    }

    /// By list, entry and kind.
    mutating func sorted() -> [Match] {
        cut()
        return matches.sorted { Self.position($0) < Self.position($1) }
    }

    private mutating func cut() {
        guard matches.count > countMax else { return }
        matches.sort { left, right in
            left.distance != right.distance
                ? left.distance < right.distance : Self.position(left) < Self.position(right)
        }
        matches.removeLast(matches.count - countMax)
    }

    private static func position(_ match: Match) -> (Int, Int, UInt8) {
        (match.list, match.entry, match.kind.rawValue)
    }
}
