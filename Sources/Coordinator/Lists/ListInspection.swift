internal import Core

/// What a hash list holds, as `turnstone list inspect` shows it. No hash of the list is in it.
package struct ListInspection: Encodable, Equatable, Sendable {
    /// A record that cannot be used.
    package struct Rejection: Encodable, Equatable, Sendable {
        /// The line, from 1; for formats without lines `record` is its running number instead.
        package var line: Int?
        package var record: Int?
        /// The reason's name.
        package var reason: String
    }

    package var name: String
    /// The format's name.
    package var format: String
    /// The SHA-256 of the list's file, in hex.
    package var version: String
    package var entries: Int
    /// Hashes that are matched.
    package var accepted: Int
    /// Hashes that are matched, by kind; all four kinds are there.
    package var kinds: [String: Int]
    package var duplicates: Int
    package var rejected: Int
    package var withdrawn: Int
    package var ignored: Int
    /// Hashes left aside, by cause; all causes are there.
    package var ignoredCauses: [String: Int]
    /// The first rejected records.
    package var rejections: [Rejection]

    enum CodingKeys: String, CodingKey {
        case name, format, version, entries, accepted, kinds, duplicates, rejected, withdrawn
        case ignored, rejections
        case ignoredCauses = "ignored_causes"
    }

    /// Reads a list and tells what it holds, even if that is nothing usable; nothing is written.
    package init(
        of argument: HashListArgument,
        qualityFloor: Int = ListSettings.qualityFloorDefault
    ) throws(HashListFileError) {
        let source = HashListSource(argument: argument, qualityFloor: qualityFloor)
        var (records, format, version) = try source.read()
        do throws(HashListError) {
            let (image, tally) = try records.finish(source: version)
            self.init(argument.name, format, version, entryCount: image.entryCount, tally)
        } catch .noUsableRecord(let tally) {
            // Why nothing is usable is just what an inspection is for.
            self.init(argument.name, format, version, entryCount: 0, tally)
        } catch {
            throw .list(path: argument.path, error)
        }
    }

    init(
        _ name: String,
        _ format: HashListFormat,
        _ version: Digest,
        entryCount: Int,
        _ tally: ListTally
    ) {
        self.name = name
        self.format = format.rawValue
        self.version = version.hex
        entries = entryCount
        accepted = tally.acceptedCount
        kinds = Dictionary(
            uniqueKeysWithValues: MatchKind.allCases.map { ($0.name, tally.accepted[$0] ?? 0) }
        )
        duplicates = tally.duplicateCount
        rejected = tally.rejectedCount
        withdrawn = tally.withdrawnCount
        ignored = tally.ignoredCount
        ignoredCauses = Dictionary(
            uniqueKeysWithValues: IgnoredCause.allCases.map {
                ($0.rawValue, tally.ignored[$0] ?? 0)
            }
        )
        let hasLines = format.numberedUnit == "line"
        rejections = tally.rejections.map { rejection in
            Rejection(
                line: hasLines ? rejection.number : nil,
                record: hasLines ? nil : rejection.number,
                reason: rejection.reason.rawValue
            )
        }
    }
}

extension ListInspection {
    /// The inspection for people: a few lines and one for each rejected record that is described.
    package var text: String {
        var lines = [
            "\(VisibleText(name).text): \(HashListFormat(rawValue: format)?.title ?? format), "
                + Quantity.count(entries, "entry"),
            "  version     \(version)",
            "  accepted    \(accepted)\(Self.list(kinds))",
            "  duplicates  \(duplicates)",
            "  rejected    \(rejected)",
            "  withdrawn   \(withdrawn)",
            "  ignored     \(ignored)\(Self.list(ignoredCauses))",
        ]
        for rejection in rejections {
            let place =
                rejection.line.map { "line \($0)" } ?? rejection.record.map { "record \($0)" } ?? ""
            let reason = RejectionReason(rawValue: rejection.reason)?.sentence ?? rejection.reason
            lines.append("  \(place): \(reason)")
        }
        if rejected > rejections.count {
            lines.append("  and \(rejected - rejections.count) more rejected")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The counts that are not 0, in brackets.
    private static func list(_ counts: [String: Int]) -> String {
        let parts = counts.filter { $0.value > 0 }.sorted { $0.key < $1.key }
            .map { "\($0.key) \($0.value)" }
        return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
    }
}
