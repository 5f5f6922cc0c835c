/// One record of a hash list: what becomes a list entry.
package struct ListRecord: Equatable, Sendable {
    /// The line it stands on, from 1; in formats without lines its running number.
    package var number: Int
    /// The list's own name for it; `nil` if it has none.
    package var id: String?
    /// Verbatim from the list; empty where it says nothing.
    package var category: String
    /// One or more, each once.
    package var hashes: [ListHash]
    /// The greatest PDQ distance for this entry, 0 to 254; `nil` for that of the list.
    package var threshold: Int?

    /// Makes a record.
    package init(
        number: Int,
        id: String?,
        category: String = "",
        hashes: [ListHash],
        threshold: Int? = nil
    ) {
        self.number = number
        self.id = id
        self.category = category
        self.hashes = hashes
        self.threshold = threshold
    }
}

/// A hash or record of a list that cannot be used. It never holds the value itself.
package struct ListRejection: Hashable, Sendable {
    /// The line, from 1; in formats without lines the record's running number.
    package let number: Int
    package let reason: RejectionReason

    /// Makes a rejection.
    package init(number: Int, reason: RejectionReason) {
        self.number = number
        self.reason = reason
    }
}

/// Why a hash of a list is left aside though nothing is wrong with it.
package enum IgnoredCause: String, CaseIterable, Sendable {
    /// The digest of no bytes.
    case emptyFile = "empty_file"
    /// PhotoDNA, which Turnstone does not compute.
    case photoDNA = "photodna"
    /// Its PDQ quality is under the floor.
    case belowQualityFloor = "below_quality_floor"
}

/// What a parser found in a hash list.
package enum ListEvent: Equatable, Sendable {
    case record(ListRecord)
    case rejected(ListRejection)
    case ignored(IgnoredCause)
}

/// Why a record cannot be used.
package enum RejectionReason: String, CaseIterable, Sendable {
    case badHash = "bad_hash"
    case wrongLength = "wrong_length"
    case unknownKind = "unknown_kind"
    case noHash = "no_hash"
    case badThreshold = "bad_threshold"
    case badQuality = "bad_quality"
    case tooManyFields = "too_many_fields"
    case tooFewFields = "too_few_fields"
    case openQuote = "open_quote"
    case badEscape = "bad_escape"
    case badSize = "bad_size"
    case tooLong = "too_long"
    case labelTooLong = "label_too_long"
    case tooManyHashes = "too_many_hashes"
    case wrongType = "wrong_type"

    /// What is wrong, as the end of a sentence that begins with the record.
    package var sentence: String {
        switch self {
        case .badHash: "the hash is not written in hexadecimal digits"
        case .wrongLength: "the hash has not the number of digits of its kind"
        case .unknownKind: "the kind is none of md5, sha1, sha256, pdq"
        case .noHash: "there is no hash"
        case .badThreshold: "the threshold is not a whole number from 0 to 254"
        case .badQuality: "the quality is not a whole number from 0 to 100"
        case .tooManyFields: "there are more fields than the header names"
        case .tooFewFields: "there are fewer fields than the format has"
        case .openQuote: "a quotation mark is not closed or not doubled"
        case .badEscape: "the file name has an unknown escape"
        case .badSize: "the size is not a whole number"
        case .tooLong: "it is longer than \(HashListLimits.lineByteCountMax) bytes"
        case .labelTooLong:
            "the id or category is longer than \(HashListLimits.labelByteCountMax) bytes"
        case .tooManyHashes: "there are more than \(HashListLimits.hashesPerRecordMax) hashes"
        case .wrongType: "a value has not the JSON type of its field"
        }
    }
}
