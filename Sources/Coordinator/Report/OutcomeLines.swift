internal import Core

/// Every file with its outcome as JSON Lines: `--format outcomes`.
struct OutcomeLines {
    /// Writes a line for each file, in the order in which they come.
    func write(
        _ outcomes: RecordReader<OutcomeRecord>,
        to sink: inout some ReportSink & ~Copyable
    ) throws {
        try outcomes.forEach { try sink.write(OutcomeLines.line($0)) }
    }

    /// One file with what is known of it, absent values as `null`, and a line feed.
    ///
    /// `owner` is `null` for files that were not read: they may never have been opened. Digests
    /// are `null` as well where the sweep makes none of that kind.
    static func line(_ record: OutcomeRecord) -> [UInt8] {
        let path = ReportedPath(record.path)
        let digests = record.fingerprint?.digests
        let picture = record.fingerprint?.picture
        var json = JSONText.object()
        json.add("path", path.text)
        json.add("path_base64", path.base64)
        json.add("size", number: record.size)
        json.add("mtime", Timestamp(nanoseconds: record.mtimeNanoseconds).text)
        json.add("owner", number: record.fingerprint == nil ? nil : record.owner)
        json.add("outcome", record.outcome.kind.name)
        json.add("cause", record.outcome.causeName)
        json.add("format", record.outcome.hasFormat ? record.format.name : nil)
        json.add("width", number: picture?.width)
        json.add("height", number: picture?.height)
        json.add("md5", digests?.md5?.hex)
        json.add("sha1", digests?.sha1?.hex)
        json.add("sha256", digests?.sha256?.hex)
        json.add("pdq", picture?.hash.hex)
        json.add("quality", number: picture?.quality)
        json.add("profile", picture?.profile.name)
        json.add("low_quality", flag: record.outcome.kind == .image ? record.isLowQuality : nil)
        json.add("warnings", flag: record.fingerprint?.picture?.hasWarnings)
        return json.line()
    }
}
