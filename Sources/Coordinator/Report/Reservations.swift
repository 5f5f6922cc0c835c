internal import Core

/// What a sweep compared less fully than its counts suggest, told wherever its summary stands.
struct Reservations {
    /// One sentence for each, harmless on a terminal and in a page once it is escaped there.
    let sentences: [String]

    /// Looks for them in a summary.
    init(_ summary: Summary) {
        var sentences: [String] = []
        if summary.lowQuality > 0 {
            sentences.append(
                "\(Quantity.count(summary.lowQuality, "image")) of a quality below the floor of "
                    + "every list: "
                    + (summary.digests.isEmpty
                        ? "they were compared with nothing." : "only digests were compared.")
            )
        }
        let coverage = Coverage(summary)
        let uncompared = coverage.count(.other) + coverage.count(.undecodable)
        if summary.digests.isEmpty && uncompared > 0 {
            sentences.append(
                "\(Quantity.count(uncompared, "file")) without a PDQ hash: compared with nothing, "
                    + "since no digests were made (--digests none)."
            )
        }
        if summary.withWarnings > 0 {
            sentences.append(
                "\(Quantity.count(summary.withWarnings, "image")) decoded with warnings, as cut or "
                    + "damaged files are: the PDQ hash may be that of a part."
            )
        }
        for list in summary.lists where list.rejected > 0 || list.ignored > 0 {
            let name = VisibleText(list.name).text
            let counts = [
                list.rejected > 0 ? "\(Quantity.count(list.rejected)) rejected" : nil,
                list.ignored > 0 ? "\(Quantity.count(list.ignored)) ignored" : nil,
            ].compactMap { $0 }.joined(separator: " and ")
            sentences.append(
                "List \(name): records not used: \(counts), beside its "
                    + "\(Quantity.count(list.entries, "entry")); `turnstone list inspect` says why."
            )
        }
        self.sentences = sentences
    }
}
