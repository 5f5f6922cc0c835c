internal import Core
internal import Storage

/// What `turnstone plan` prints.
package struct PlanSummary: Sendable {
    /// Extensions that have a line of their own.
    package static let extensionCountMax = 20

    private let plan: PlannedManifest

    /// Makes the summary of a plan.
    package init(_ plan: PlannedManifest) { self.plan = plan }

    /// Lines of text: counts and bytes, by extension, and what is passed over by cause.
    package var text: String {
        var lines = [
            "entries      \(plan.entryCount)",
            "to read      \(Self.column(plan.counts.toRead))",
            "shards       \(plan.shardCount)",
            "manifest     sha256 \(plan.digest.hex)",
        ]
        lines += section("by extension (of the name; contents are not read yet)", types)
        lines += section("passed over or not readable", causes)
        if plan.tally.vanishedCount > 0 {
            // Neither files nor folders: what it was cannot be known any more.
            let count = Quantity.count(plan.tally.vanishedCount, "name")
            lines += ["", "\(count) went away while listing"]
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private var types: [(String, PlanCount)] {
        let sorted = plan.counts.byExtension.sorted {
            ($1.value.files, $0.key) < ($0.value.files, $1.key)
        }
        var other = plan.counts.withOtherExtension
        for (_, count) in sorted.dropFirst(Self.extensionCountMax) {
            other.files += count.files
            other.bytes = other.bytes.addingReportingOverflow(count.bytes).partialValue
        }
        return sorted.prefix(Self.extensionCountMax).map { (".\($0.key)", $0.value) }
            + [("other", other), ("none", plan.counts.withoutExtension)].filter { $1.files > 0 }
    }

    private var causes: [(String, PlanCount)] {
        plan.counts.passedOver.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private func section(_ title: String, _ rows: [(String, PlanCount)]) -> [String] {
        guard !rows.isEmpty else { return [] }
        let width = max(10, rows.map(\.0.count).max() ?? 0)
        return ["", title]
            + rows.map { name, count in
                let gap = String(repeating: " ", count: width - name.count + 1)
                return "  \(name)\(gap)\(Self.column(count))"
            }
    }

    private static func column(_ count: PlanCount) -> String {
        "\(Quantity.count(count.files, "file")), \(Quantity.count(count.bytes, "byte"))"
    }
}
