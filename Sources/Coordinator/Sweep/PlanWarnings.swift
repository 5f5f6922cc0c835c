internal import Core
internal import Storage

/// What somebody who planned a sweep probably did not mean: told on standard error, one by one.
struct PlanWarnings {
    let sentences: [String]

    /// Looks at what a walk counted of the options that were asked for.
    init(_ tally: WalkTally, excludes: [String]) {
        let idle = excludes.indices.filter { !tally.usedExcludes.contains($0) }.map { index in
            "--exclude \(VisibleText(excludes[index]).text) passed nothing over; "
                + "`turnstone scan --help` says how patterns are compared"
        }
        let carriageReturns = tally.listsWithCarriageReturns.map(\.escaped).sorted().map { list in
            "the lines of the file list \(list == "-" ? "from standard input" : list) end with "
                + "CR LF, and the CR is taken for a part of each name; make them end with LF "
                + "(tr -d '\\r') and run the command again"
        }
        sentences = idle + carriageReturns
    }
}
