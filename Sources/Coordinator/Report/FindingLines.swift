internal import Core

/// The findings as JSON Lines: `--format jsonl`.
struct FindingLines {
    /// Writes a line for each finding, in the order in which they come.
    func write(
        _ findings: RecordReader<FindingRecord>,
        to sink: inout some ReportSink & ~Copyable
    ) throws {
        try findings.forEach { try sink.write(FindingLines.line($0)) }
    }

    /// One finding with all its fields, absent values as `null`, and a line feed.
    static func line(_ finding: FindingRecord) -> [UInt8] {
        let path = ReportedPath(finding.path)
        var json = JSONText.object()
        json.add("path", path.text)
        json.add("path_base64", path.base64)
        json.add("size", number: finding.size)
        json.add("mtime", Timestamp(nanoseconds: finding.mtimeNanoseconds).text)
        json.add("owner", number: finding.owner)
        json.add("format", finding.format.name)
        json.add("width", number: finding.width)
        json.add("height", number: finding.height)
        json.add("md5", finding.md5?.hex)
        json.add("sha1", finding.sha1?.hex)
        json.add("sha256", finding.sha256?.hex)
        json.add("pdq", finding.pdq?.hex)
        json.add("quality", number: finding.quality)
        json.add("list", finding.list)
        json.add("list_version", finding.listVersion)
        json.add("entry", finding.entry)
        json.add("category", finding.category)
        json.add("kind", finding.kind.name)
        json.add("distance", number: finding.distance)
        json.add("variant", finding.variant.name)
        json.add("worker", finding.worker)
        json.add("shard", number: finding.shard.value)
        return json.line()
    }
}
