/// Which digests a sweep makes of each file: what `--digests` says.
package struct DigestKinds: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let md5 = DigestKinds(rawValue: 1)
    package static let sha1 = DigestKinds(rawValue: 2)
    package static let sha256 = DigestKinds(rawValue: 4)
    /// What is made unless something else is asked for.
    package static let all: DigestKinds = [.md5, .sha1, .sha256]

    /// The set of that kind alone.
    package init(_ kind: DigestKind) {
        self =
            switch kind {
            case .md5: .md5
            case .sha1: .sha1
            case .sha256: .sha256
            }
    }

    /// Reads bits that came from elsewhere; `nil` if one of them is no kind's.
    package init?(bits: some BinaryInteger) {
        guard let rawValue = UInt8(exactly: bits), rawValue & ~DigestKinds.all.rawValue == 0 else {
            return nil
        }
        self.init(rawValue: rawValue)
    }

    /// Whether such digests are made.
    package func contains(_ kind: DigestKind) -> Bool { contains(DigestKinds(kind)) }

    /// The kinds, always in the same order.
    package var kinds: [DigestKind] { DigestKind.allCases.filter { contains($0) } }

    /// As `--digests` takes it: names with commas between them, or `none`.
    package var argument: String { isEmpty ? Self.noneName : names.joined(separator: ",") }

    /// For people: names with commas and blanks between them, or `none`.
    package var text: String { isEmpty ? Self.noneName : names.joined(separator: ", ") }

    /// The kinds' names, always in the same order.
    package var names: [String] { kinds.map(\.rawValue) }

    private static let noneName = "none"

    /// Reads what stands behind `--digests`: names with commas between them in any order, or
    /// `none`. Throws what is wrong with it.
    package init(argument: String) throws(DigestKindsError) {
        self = []
        if argument == Self.noneName { return }
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            let name = String(part)
            guard let kind = DigestKind(rawValue: name) else {
                throw name == Self.noneName ? .noneAmongOthers : .unknown(name)
            }
            guard !contains(kind) else { throw .twice(kind) }
            insert(DigestKinds(kind))
        }
    }
}

/// In files: the kinds' names.
extension DigestKinds: Codable {
    package init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        self = []
        while !values.isAtEnd {
            let name = try values.decode(String.self)
            guard let kind = DigestKind(rawValue: name), insert(DigestKinds(kind)).inserted else {
                throw DigestKindsError.unknown(name)
            }
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.unkeyedContainer()
        for name in names { try values.encode(name) }
    }
}

/// Why words name no digests.
package enum DigestKindsError: Error, Equatable, CustomStringConvertible {
    case unknown(String)
    case twice(DigestKind)
    case noneAmongOthers

    package var description: String {
        let allowed = "--digests takes some of \(DigestKinds.all.argument), or none"
        switch self {
        case .unknown(""): return "\(allowed); a name is missing."
        case .unknown(let name): return "\(allowed); not \(VisibleText(name).text)."
        case .noneAmongOthers: return "\(allowed) alone."
        case .twice(let kind): return "\(allowed); \(kind.rawValue) is there twice."
        }
    }
}
