/// Why a hash list as a whole cannot be used.
package enum HashListError: Error, Equatable, Sendable {
    /// There is nothing in it.
    case empty
    /// Nothing at its head is like a known format.
    case unknownFormat
    /// A known format that this version does not read.
    case unsupportedFormat(String)
    /// UTF-16 or UTF-32, or no text at all.
    case notUTF8
    /// 64 hex digits a line, which may be PDQ or SHA-256; the first such line, from 1.
    case kindNeeded(line: Int)
    /// A kind was given for a list that says itself what its hashes are.
    case kindNotWanted(MatchKind, format: HashListFormat)
    /// The header has no such column.
    case columnMissing(String)
    /// The header has a column that is not known, or one twice: its position, from 1.
    case columnUnknown(Int)
    /// Not JSON from that line on, counted from 1.
    case malformedJSON(line: Int)
    /// The JSON is nested deeper than ``HashListLimits/nestingMax``.
    case nestedTooDeeply(line: Int)
    /// JSON ends in the middle: the list was cut off.
    case cutOff
    /// Every record was a rejected, ignored or withdrawn one, or there was none.
    case noUsableRecord(ListTally)
    /// More entries than ``HashListLimits/entryCountMax``.
    case tooManyEntries
    /// What is too much to hold could not be written aside, by the errno's number.
    case noScratch(Int32)
}

extension HashListError: CustomStringConvertible {
    /// What is wrong with the list and what to do, as the end of a sentence that begins with it.
    package var description: String {
        switch self {
        case .empty: "is empty; fetch or export it again"
        case .unknownFormat:
            """
            is in no format that Turnstone knows; `kind,hash,id` as its first line and one hash a \
            line make a list
            """
        case .unsupportedFormat(let name):
            "looks like \(name), which this version does not read; export it as CSV or VICS JSON"
        case .notUTF8:
            "is no text in UTF-8; save it as UTF-8, or unpack it if it is compressed"
        case .kindNeeded(let line):
            """
            has 64 hexadecimal digits in line \(line), which may be PDQ or SHA-256; write `pdq:` \
            or `sha256:` before the file's name (pdq:FILE, sha256:FILE)
            """
        case .kindNotWanted(let kind, let format):
            """
            is \(format.title) and no list of \(kind.name) alone; leave out `\(kind.name):` before \
            the file's name
            """
        case .columnMissing(let name): "has no column `\(name)` in its header; add it"
        case .columnUnknown(let position):
            """
            has an unknown or repeated column in its header (the \(position). one); the columns \
            are kind, hash, id, category, threshold
            """
        case .malformedJSON(let line):
            "is not JSON from line \(line) on; fetch or export it again"
        case .nestedTooDeeply(let line):
            """
            nests JSON deeper than \(HashListLimits.nestingMax) levels in line \(line); this is no \
            VICS list
            """
        case .cutOff: "ends in the middle of its JSON; fetch it again"
        case .noUsableRecord(let tally):
            "has no usable record (\(tally.summary)); see `turnstone list inspect`"
        case .tooManyEntries:
            "has more than \(HashListLimits.entryCountMax) entries; split it"
        case .noScratch(let errno):
            "cannot be compiled: writing a scratch file failed (errno \(errno))"
        }
    }
}
