internal import Core

/// What a report counts while records go by; its size depends on lists and causes, not on files.
struct ReportTally {
    /// A hash list as findings name it.
    struct ListKey: Hashable {
        var name: String
        var version: String
    }

    private(set) var findingCount = 0
    private(set) var findingsByList: [ListKey: [MatchKind: Int]] = [:]
    private(set) var findingsByKind: [MatchKind: Int] = [:]
    /// Findings by PDQ hash, by their distance.
    private(set) var findingsByDistance: [Int: Int] = [:]
    private(set) var outcomeCounts: [OutcomeKind: Int] = [:]
    /// Files by outcome and cause, for the outcomes that have one.
    private(set) var causes: [OutcomeKind: [String: Int]] = [:]
    /// Pictures whose quality is under the floor of every list.
    private(set) var lowQualityCount = 0

    /// Counts a finding.
    mutating func add(_ finding: FindingRecord) {
        findingCount += 1
        let key = ListKey(name: finding.list, version: finding.listVersion)
        findingsByList[key, default: [:]][finding.kind, default: 0] += 1
        findingsByKind[finding.kind, default: 0] += 1
        if finding.kind == .pdq, let distance = finding.distance {
            findingsByDistance[distance, default: 0] += 1
        }
    }

    /// Counts files.
    mutating func add(_ item: OutcomeItem) {
        switch item {
        case .file(let record):
            add(record.outcome)
            if record.outcome.kind == .image && record.isLowQuality { lowQualityCount += 1 }
        case .counted(let outcome): add(outcome)
        case .examined(let counts, let lowQuality):
            for kind in OutcomeKind.allCases where counts[kind] > 0 {
                outcomeCounts[kind, default: 0] += counts[kind]
            }
            lowQualityCount += lowQuality
        }
    }

    private mutating func add(_ outcome: Outcome) {
        outcomeCounts[outcome.kind, default: 0] += 1
        if let cause = outcome.causeName {
            causes[outcome.kind, default: [:]][cause, default: 0] += 1
        }
    }

    /// The lists of the sweep in its order, then any that only findings name.
    func lists(of summary: Summary) -> [ListKey] {
        let known = summary.lists.map { ListKey(name: $0.name, version: $0.version) }
        let others = Set(findingsByList.keys).subtracting(known)
        return known + others.sorted { ($0.name, $0.version) < ($1.name, $1.version) }
    }

    /// The causes of one outcome, most files first, then by name.
    func causes(of kind: OutcomeKind) -> [(cause: String, count: Int)] {
        (causes[kind] ?? [:]).map { (cause: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.cause) < ($0.count, $1.cause) }
    }

    /// Sentences on where records and summary do not agree; empty when they do.
    func disagreements(with summary: Summary) -> [String] {
        var sentences: [String] = []
        func check(_ noun: String, _ expected: Int, _ found: Int, of kind: String = "") {
            guard expected != found else { return }
            sentences.append(
                "The summary counts \(Quantity.count(expected, noun))\(kind), the records"
                    + " \(Quantity.count(found)): run `turnstone verify` before relying on this."
            )
        }
        check("finding", summary.findings, findingCount)
        for kind in OutcomeKind.allCases {
            let expected = summary.outcomes[kind.name] ?? 0
            let found = outcomeCounts[kind] ?? 0
            check("file", expected, found, of: " with outcome \(kind.name)")
        }
        return sentences
    }
}
