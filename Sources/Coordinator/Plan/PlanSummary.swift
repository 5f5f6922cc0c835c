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

    /// One JSON object and a line feed: all that the text says, and every extension.
    func json(of folder: SweepFolder) -> [UInt8] {
        var json = JSONText.object()
        json.add("sweep_folder", folder.path)
        json.add("manifest", folder.manifest)
        json.add("manifest_sha256", plan.digest.hex)
        json.add("entries", number: plan.entryCount)
        json.add("shards", number: plan.shardCount)
        json.add("to_read", Self.json(plan.counts.toRead))
        var extensions = JSONText.object()
        for (name, count) in plan.counts.byExtension.sorted(by: { $0.key < $1.key }) {
            extensions.add(name, Self.json(count))
        }
        json.add("by_extension", extensions)
        json.add("other_extensions", Self.json(plan.counts.withOtherExtension))
        json.add("without_extension", Self.json(plan.counts.withoutExtension))
        var passedOver = JSONText.object()
        for (cause, count) in causes { passedOver.add(cause, Self.json(count)) }
        json.add("passed_over", passedOver)
        json.add("vanished", number: plan.tally.vanishedCount)
        return json.line()
    }

    private static func json(_ count: PlanCount) -> JSONText {
        var json = JSONText.object()
        json.add("files", number: count.files)
        json.add("bytes", number: count.bytes)
        return json
    }

    private var types: [(String, PlanCount)] {
        let sorted = plan.counts.byExtension.sorted {
            ($1.value.files, $0.key) < ($0.value.files, $1.key)
        }
        var other = plan.counts.withOtherExtension
        for (_, count) in sorted.dropFirst(Self.extensionCountMax) {
            other.files += count.files
            other.bytes = Shard.sum(other.bytes, count.bytes)
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
