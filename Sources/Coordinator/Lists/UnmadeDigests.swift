internal import Core

/// Entries of a hash list that a sweep could never find: they are digests that it does not make.
struct UnmadeDigests: Error, Equatable, CustomStringConvertible {
    private let list: String
    private let counts: [DigestKind: Int]
    private let made: DigestKinds

    /// Looks for them in a list that was compiled; `nil` if there are none.
    init?(_ list: CompiledListFile, _ made: DigestKinds) {
        let unmade = DigestKind.allCases.filter { !made.contains($0) }
        counts = Dictionary(
            uniqueKeysWithValues: unmade.compactMap { kind in
                list.tally.accepted[kind.matchKind].map { (kind, $0) }
            }
        )
        guard !counts.isEmpty else { return nil }
        self.list = list.name
        self.made = made
    }

    var description: String {
        let kinds = DigestKind.allCases.filter { counts[$0] != nil }
        let entries = kinds.map { kind in
            "\(Quantity.count(counts[kind] ?? 0)) \(kind.title)"
        }
        let missing = kinds.reduce(into: DigestKinds()) { $0.insert(DigestKinds($1)) }
        return "the list \(VisibleText(list).text) holds \(entries.joined(separator: " and ")) "
            + "\(Quantity.noun("entry", for: counts.values.reduce(0, +))), which --digests "
            + "\(made.argument) would never find: use --digests "
            + "\(made.union(missing).argument), or a list without them"
    }
}

extension DigestKind {
    /// The digest as its standard writes it.
    fileprivate var title: String {
        switch self {
        case .md5: "MD5"
        case .sha1: "SHA-1"
        case .sha256: "SHA-256"
        }
    }
}
