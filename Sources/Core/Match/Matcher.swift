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
    ///   - digests: of the file's bytes.
    ///   - picture: `nil` for what is no picture or cannot be decoded: no PDQ is compared. Nor is
    ///     it for a screened one: ``needExact(_:)`` has compared that, and what is near comes back
    ///     exact.
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
            if let picture, picture.profile.screenedScale == nil,
                picture.quality >= list.settings.qualityFloor
            {
                matchPicture(picture, variants, list, index, &nearest)
            }
        }
        return Matching(
            matches: nearest.sorted(),
            leftOutCount: nearest.leftOutCount,
            isLowQuality: picture.map(isLowQuality) ?? false
        )
    }

    /// Which screened pictures have to be decoded in full before anything is said of them: those
    /// that may match an entry, those whose quality decides, and those found by a digest, since a
    /// finding tells the exact hash. Never one that is exact already.
    ///
    /// - Returns: one answer a picture.
    package func needExact(_ pictures: [ScreenedPicture]) -> [Bool] {
        var answers = pictures.map { _ in false }
        for list in lists {
            let hasHashes = list.list.count(of: .pdq) > 0
            var searched: [Int: [Int]] = [:]
            for (position, screened) in pictures.enumerated() where !answers[position] {
                let picture = screened.picture
                guard picture.profile.screenedScale != nil else { continue }
                let floor = list.settings.qualityFloor
                answers[position] =
                    isListed(screened.digests, list.list)
                    || (hasHashes && Screening.isUncertain(picture, floor: floor))
                if hasHashes, !answers[position], picture.quality >= floor {
                    searched[Screening.margin(of: picture), default: []].append(position)
                }
            }
            for (margin, positions) in searched {
                for position in near(positions.map { ($0, pictures[$0]) }, list, margin: margin) {
                    answers[position] = true
                }
            }
        }
        return answers
    }

    private func isListed(_ digests: DigestSet, _ list: CompiledList) -> Bool {
        DigestKind.allCases.contains { !list.entries(matching: digests[$0]).isEmpty }
    }

    /// The positions of those that have a hash within the list's threshold and a margin.
    private func near(
        _ pictures: [(position: Int, picture: ScreenedPicture)],
        _ list: MatcherList,
        margin: Int
    ) -> [Int] {
        let hashes = pictures.flatMap { picture in
            Self.hashes(picture.picture.picture, picture.picture.variants).map {
                (position: picture.position, variant: $0.variant, hash: $0.hash)
            }
        }
        let scan = PDQScan(
            list: list.list,
            threshold: list.settings.threshold,
            margin: margin,
            hashes: hashes.map { ($0.variant, $0.hash) }
        )
        return zip(hashes, scan.isNear).filter(\.1).map(\.0.position)
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
            for entry in list.entries(matching: digests[kind]) {
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
        let scan = PDQScan(
            list: list.list,
            threshold: list.settings.threshold,
            hashes: Self.hashes(picture, variants)
        )
        scan.run { entry, distance, variant in
            nearest.add(
                Match(list: index, entry: entry, kind: .pdq, distance: distance, variant: variant)
            )
        }
    }

    /// What is compared of a picture, lower variants first.
    private static func hashes(
        _ picture: Picture,
        _ variants: [PictureVariant: PDQHash]
    ) -> [(variant: PictureVariant, hash: PDQHash)] {
        if variants.isEmpty { return [(.original, picture.hash)] }
        return PictureVariant.allCases.compactMap { variant in
            variants[variant].map { (variant: variant, hash: $0) }
        }
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
