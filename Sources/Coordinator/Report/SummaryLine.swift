internal import Core

/// The closing summary as one JSON object on one line: what `--json` prints.
///
/// Always the same bytes for the same summary: the fields stand in one fixed order.
package struct SummaryLine {
    private let summary: Summary

    /// Makes the line of a summary.
    package init(_ summary: Summary) { self.summary = summary }

    /// The object and a line feed, in UTF-8.
    package var bytes: [UInt8] {
        var json = JSONText.object()
        json.add("sweep", summary.sweep)
        json.add("state", summary.state.rawValue)
        json.add("files", number: summary.files)
        json.add("bytes", number: summary.bytes)
        json.add("outcomes", outcomes)
        json.add("low_quality", number: summary.lowQuality)
        json.add("with_warnings", number: summary.withWarnings)
        json.add("findings", number: summary.findings)
        json.add("files_with_findings", number: summary.filesWithFindings)
        json.add("matches_left_out", number: summary.matchesLeftOut)
        json.add("digests", digests)
        json.add("lists", lists)
        json.add("seconds", seconds: summary.seconds)
        json.add("workers", number: summary.workers)
        json.add("resumed", number: summary.resumed)
        json.add("turnstone", summary.turnstone)
        return json.line()
    }

    /// All eight outcomes, in the order of their codes.
    private var outcomes: JSONText {
        var json = JSONText.object()
        for kind in OutcomeKind.allCases {
            json.add(kind.name, number: summary.outcomes[kind.name] ?? 0)
        }
        return json
    }

    /// The names of those that were made.
    private var digests: JSONText {
        var json = JSONText.array()
        for name in summary.digests.names { json.add(nil, name) }
        return json
    }

    private var lists: JSONText {
        var json = JSONText.array()
        for list in summary.lists {
            var object = JSONText.object()
            object.add("name", list.name)
            object.add("version", list.version)
            object.add("entries", number: list.entries)
            object.add("rejected", number: list.rejected)
            object.add("ignored", number: list.ignored)
            json.add(nil, object)
        }
        return json
    }
}
