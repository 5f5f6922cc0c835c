/// VICS-compatible JSON, 1.x and 2.0: a list of media, or cases that have media each.
package struct VICSParser: HashListParser {
    private var tokenizer = JSONTokenizer()
    private var document = VICSDocument()

    /// Makes a parser at the beginning of a list.
    package init() {}

    package mutating func read(
        _ bytes: Span<UInt8>,
        to events: inout [ListEvent]
    ) throws(HashListError) {
        var offset = 0
        while let token = try tokenizer.next(in: bytes, from: &offset) {
            let text = VICSDocument.Text(bytes: tokenizer.text, isCut: tokenizer.isTextCut)
            try document.take(token, text, to: &events)
        }
    }

    package mutating func finish(to events: inout [ListEvent]) throws(HashListError) {
        try tokenizer.finish()
    }
}

/// Where in the nested objects of VICS a token stands, and the medium that is being read.
struct VICSDocument: Sendable {
    /// A token's text, as far as it was kept.
    struct Text {
        var bytes: [UInt8]
        var isCut: Bool
    }

    /// What an open object or array is.
    private enum Place {
        case root, values, cases, media, medium, alternatives, alternative, files, file, other
    }

    /// The keys that mean something to Turnstone; all others are passed over.
    private enum Key: String, CaseIterable {
        case context = "@odata.context"
        case metadata = "odata.metadata"
        case value
        case media = "Media"
        case mediaID = "MediaID"
        case category = "Category"
        case md5 = "MD5"
        case sha1 = "SHA1"
        case sha256 = "SHA256"
        case photoDNA = "PhotoDNA"
        case alternatives = "AlternativeHashes"
        case files = "MediaFiles"
        case hashName = "HashName"
        case hashValue = "HashValue"

        private static let names = allCases.map { (key: $0, name: Array($0.rawValue.utf8)) }

        /// The key of that name. Bytes are compared, for no string need be made of each key.
        init?(name: [UInt8]) {
            let known = Key.names.first { $0.name.count == name.count && $0.name == name }
            guard let known else { return nil }
            self = known.key
        }
    }

    private var places: [Place] = []
    private var key: Key?
    /// Whether `value` is an array of cases; `nil` before the first key's value.
    private var hasCases: Bool?
    private var mediumCount = 0
    private var draft = RecordDraft(number: 0)
    private var alternativeName: [UInt8] = []
    private var alternativeValue: Text?

    mutating func take(
        _ token: JSONTokenizer.Token,
        _ text: Text,
        to events: inout [ListEvent]
    ) throws(HashListError) {
        switch token {
        case .key: key = Key(name: text.bytes)
        case .beginObject, .beginArray: begin(isArray: token == .beginArray, to: &events)
        case .endObject, .endArray: end(to: &events)
        case .string, .number, .yes, .no, .null: try takeScalar(token, text, to: &events)
        }
    }

    private mutating func begin(isArray: Bool, to events: inout [ListEvent]) {
        let place = place(isArray: isArray)
        switch (places.last, place) {
        case (_, .medium):
            mediumCount += 1
            draft = RecordDraft(number: mediumCount)
        case (_, .alternative):
            alternativeName = []
            alternativeValue = nil
        case (.medium, .other), (.file, .other):
            if key == .photoDNA {
                draft.ignore(.photoDNA, to: &events)
            } else if kind != nil || key == .alternatives || key == .files {
                draft.reject(.wrongType, to: &events)
            }
        case (.alternatives, .other), (.files, .other): draft.reject(.wrongType, to: &events)
        case (.values, .other), (.media, .other): rejectMedium(to: &events)
        default: break
        }
        places.append(place)
        key = nil
    }

    /// What an object or array that begins here is.
    private func place(isArray: Bool) -> Place {
        switch (places.last, key, isArray) {
        case (nil, _, false): .root
        case (.root, .value, true): .values
        case (.values, _, false): hasCases == true ? .cases : .medium
        case (.root, .media, true), (.cases, .media, true): .media
        case (.media, _, false): .medium
        case (.medium, .alternatives, true): .alternatives
        case (.alternatives, _, false): .alternative
        case (.medium, .files, true): .files
        case (.files, _, false): .file
        default: .other
        }
    }

    private mutating func end(to events: inout [ListEvent]) {
        switch places.popLast() {
        case .medium: draft.finish(to: &events)
        case .alternative: endAlternative(to: &events)
        default: break
        }
        key = nil
    }

    /// The digest kind that the key stands for.
    private var kind: MatchKind? {
        switch key {
        case .md5: .md5
        case .sha1: .sha1
        case .sha256: .sha256
        default: nil
        }
    }

    private mutating func takeScalar(
        _ token: JSONTokenizer.Token,
        _ text: Text,
        to events: inout [ListEvent]
    ) throws(HashListError) {
        switch places.last {
        case .root: try takeContext(token, text)
        case .values, .media: rejectMedium(to: &events)
        case .medium, .file: takeField(token, text, to: &events)
        case .alternative: takeAlternative(token, text, to: &events)
        case .alternatives, .files: draft.reject(.wrongType, to: &events)
        default: break
        }
        if places.last != .values && places.last != .media { key = nil }
    }

    /// The fragment of the first key's value says what the list is made of.
    private mutating func takeContext(
        _ token: JSONTokenizer.Token,
        _ text: Text
    ) throws(HashListError) {
        guard key == .context || key == .metadata, hasCases == nil else { return }
        let parts = text.bytes.split(separator: UInt8(ascii: "#"))
        let fragment = token == .string ? parts.dropFirst().last ?? [] : []
        if fragment.starts(with: Array("Media".utf8)) {
            hasCases = false
        } else if fragment.starts(with: Array("Cases".utf8)) {
            hasCases = true
        } else {
            throw .unsupportedFormat("OData JSON of neither `Media` nor `Cases`")
        }
    }

    private mutating func rejectMedium(to events: inout [ListEvent]) {
        mediumCount += 1
        events.append(.rejected(ListRejection(number: mediumCount, reason: .wrongType)))
    }

    private mutating func takeField(
        _ token: JSONTokenizer.Token,
        _ text: Text,
        to events: inout [ListEvent]
    ) {
        if token == .null { return }
        if let kind {
            guard token == .string else { return draft.reject(.wrongType, to: &events) }
            return add(kind, text, to: &events)
        }
        let isLabel = token == .string || token == .number
        switch (key, places.last) {
        case (.photoDNA, _) where token != .string || !text.bytes.isEmpty:
            draft.ignore(.photoDNA, to: &events)
        case (.mediaID, .medium) where isLabel: draft.setID(text.bytes[...])
        case (.category, .medium) where isLabel: draft.setCategory(text.bytes[...])
        default: break
        }
    }

    private mutating func takeAlternative(
        _ token: JSONTokenizer.Token,
        _ text: Text,
        to events: inout [ListEvent]
    ) {
        guard key == .hashName || key == .hashValue, token != .null else { return }
        guard token == .string else { return draft.reject(.wrongType, to: &events) }
        if key == .hashName { alternativeName = text.bytes } else { alternativeValue = text }
    }

    private mutating func endAlternative(to events: inout [ListEvent]) {
        guard let value = alternativeValue else { return }
        if let kind = MatchKind(listed: alternativeName[...]) {
            add(kind, value, to: &events)
        } else if String(decoding: alternativeName, as: UTF8.self).lowercased() == "photodna" {
            draft.ignore(.photoDNA, to: &events)
        } else {
            draft.reject(.unknownKind, to: &events)
        }
    }

    /// An empty string is how some exporters write that there is none.
    private mutating func add(_ kind: MatchKind, _ text: Text, to events: inout [ListEvent]) {
        if text.bytes.isEmpty { return }
        if text.isCut { return draft.reject(.tooLong, to: &events) }
        draft.add(kind, hex: text.bytes[...], to: &events)
    }
}
