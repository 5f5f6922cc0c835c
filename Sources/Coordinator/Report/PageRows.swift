internal import Core

/// A finding as the page shows it: once in the table without JavaScript, always as data.
struct PageFinding {
    let path: [VisibleText.Piece]
    /// The path as one word of a shell: what is copied.
    let word: String
    let list: String
    let entry: String
    let category: String
    let kind: String
    let distance: String
    let variant: String
    let quality: String
    /// The format, and width and height where they are known.
    let picture: String
    let size: String
    let mtime: String
    let mtimeDate: String
    let owner: String
    let md5: String
    let sha1: String
    let sha256: String
    let pdq: String
    let worker: String
    let shard: String

    /// Takes from a record what the page shows; text from lists and workers is made visible too.
    init(_ finding: FindingRecord) {
        path = VisibleText(finding.path.bytes).pieces
        word = ShellWord.word(for: finding.path)
        list = VisibleText(finding.list).text
        entry = PageLabel.text(finding.entry)
        category = PageLabel.text(finding.category)
        kind = finding.kind.name
        distance = finding.distance.map { String($0) } ?? "–"
        variant = finding.variant.name
        quality = finding.quality.map { String($0) } ?? "–"
        if let width = finding.width, let height = finding.height {
            picture = "\(finding.format.name) \(width)×\(height)"
        } else {
            picture = finding.format.name
        }
        size = Quantity.count(finding.size)
        mtime = Timestamp(nanoseconds: finding.mtimeNanoseconds).text
        mtimeDate = Timestamp(nanoseconds: finding.mtimeNanoseconds).date
        owner = String(finding.owner)
        md5 = finding.md5?.hex ?? "–"
        sha1 = finding.sha1?.hex ?? "–"
        sha256 = finding.sha256?.hex ?? "–"
        pdq = finding.pdq?.hex ?? "–"
        worker = VisibleText(finding.worker).text
        shard = String(finding.shard.value)
    }

    /// The row as the page's script reads it; the order is that of `FINDING` in the script.
    static func data(_ finding: FindingRecord) -> [UInt8] {
        let visible = VisibleText(finding.path.bytes).text
        let word = ShellWord.word(for: finding.path)
        var json = JSONText.array(in: .page)
        json.add(nil, visible)
        json.add(nil, word == visible ? nil : word)
        json.add(nil, VisibleText(finding.list).text)
        json.add(nil, PageLabel.text(finding.entry))
        json.add(nil, PageLabel.text(finding.category))
        json.add(nil, finding.kind.name)
        json.add(nil, number: finding.distance)
        json.add(nil, finding.variant.name)
        json.add(nil, number: finding.quality)
        json.add(nil, finding.format.name)
        json.add(nil, number: finding.width)
        json.add(nil, number: finding.height)
        json.add(nil, number: finding.size)
        json.add(nil, Timestamp(nanoseconds: finding.mtimeNanoseconds).text)
        json.add(nil, number: finding.owner)
        json.add(nil, finding.md5?.hex)
        json.add(nil, finding.sha1?.hex)
        json.add(nil, finding.sha256?.hex)
        json.add(nil, finding.pdq?.hex)
        json.add(nil, VisibleText(finding.worker).text)
        json.add(nil, number: finding.shard.value)
        return json.closed()
    }
}

/// A file that could not be examined, as the page shows it.
struct PageGap {
    let path: [VisibleText.Piece]
    let word: String
    let outcome: String
    let cause: String
    let format: String
    let size: String
    let mtimeDate: String

    /// Takes from a record what the page shows.
    init(_ record: OutcomeRecord) {
        path = VisibleText(record.path.bytes).pieces
        word = ShellWord.word(for: record.path)
        outcome = record.outcome.kind.name
        cause = record.outcome.causeName ?? "–"
        format = record.outcome.hasFormat ? record.format.name : "–"
        size = Quantity.count(record.size)
        mtimeDate = Timestamp(nanoseconds: record.mtimeNanoseconds).date
    }

    /// The row as the page's script reads it; the order is that of `GAP` in the script.
    static func data(_ record: OutcomeRecord) -> [UInt8] {
        let visible = VisibleText(record.path.bytes).text
        let word = ShellWord.word(for: record.path)
        var json = JSONText.array(in: .page)
        json.add(nil, visible)
        json.add(nil, word == visible ? nil : word)
        json.add(nil, record.outcome.kind.name)
        json.add(nil, record.outcome.causeName)
        json.add(nil, record.outcome.hasFormat ? record.format.name : nil)
        json.add(nil, number: record.size)
        json.add(nil, Timestamp(nanoseconds: record.mtimeNanoseconds).text)
        return json.closed()
    }
}

/// An entry's id or its category, as the page shows it: lists may make them 4 KiB long, and rows
/// are to be read. The forms for programs have them whole.
enum PageLabel {
    /// Characters that are shown: more than ids and categories have that people made.
    static let characterCountMax = 200

    /// The visible text of a label; what was cut off leaves an ellipsis.
    static func text(_ label: String) -> String {
        let text = VisibleText(label).text
        // Not `Character`: one of them may have any number of accents.
        let shown = text.unicodeScalars.prefix(characterCountMax)
        return shown.endIndex == text.endIndex ? text : String(shown) + "…"
    }
}
