internal import Core

/// Files and bytes of one kind.
package struct PlanCount: Hashable, Sendable {
    package var files = 0
    /// Bytes of regular files, whether they will be read or not.
    package var bytes: Int64 = 0

    mutating func add(_ size: Int64) {
        files += 1
        // Sparse files can claim more bytes than there are numbers for.
        let (sum, overflowed) = bytes.addingReportingOverflow(size)
        bytes = overflowed ? .max : sum
    }
}

/// What a plan counts: what will be read, by the ends of names, and what will not, by cause.
package struct PlanCounts: Hashable, Sendable {
    /// Ends of names that are counted at most: names are hostile, memory is not.
    package static let extensionCountMax = 4096
    /// The longest end of a name that is counted by itself, in bytes.
    package static let extensionByteCountMax = 16

    /// Entries that will be read.
    package private(set) var toRead = PlanCount()
    /// Entries that will not, by outcome.
    package private(set) var passedOver: [String: PlanCount] = [:]
    /// Entries that will be read and have an extension of their own here.
    package var byExtension: [String: PlanCount] {
        Dictionary(uniqueKeysWithValues: extensions.map { (Self.text(of: $0), $1) })
    }
    /// Entries that will be read and have no extension.
    package private(set) var withoutExtension = PlanCount()
    /// Entries that will be read and whose extension is long, odd or one too many.
    package private(set) var withOtherExtension = PlanCount()

    /// Extensions packed into a number, the first byte lowest: counting makes no string a file.
    private var extensions: [UInt128: PlanCount] = [:]

    mutating func add(_ entry: FileEntry) {
        if let outcome = entry.plannedOutcome {
            passedOver[Self.name(of: outcome), default: PlanCount()].add(entry.size)
            return
        }
        toRead.add(entry.size)
        switch Self.fileExtension(of: entry.path.bytes) {
        case .none: withoutExtension.add(entry.size)
        case .odd: withOtherExtension.add(entry.size)
        case .packed(let key):
            if extensions[key] == nil, extensions.count == Self.extensionCountMax {
                withOtherExtension.add(entry.size)
            } else {
                extensions[key, default: PlanCount()].add(entry.size)
            }
        }
    }

    private enum FileExtension {
        case none, odd
        case packed(UInt128)
    }

    /// What follows the last dot of the last component; a name that only begins with a dot
    /// has none.
    private static func fileExtension(of path: [UInt8]) -> FileExtension {
        var packed: UInt128 = 0
        var length = 0
        var isOdd = false
        for index in path.indices.reversed() {
            let byte = path[index]
            switch byte {
            case UInt8(ascii: "/"): return .none
            case UInt8(ascii: "."):
                guard index > 0, path[index - 1] != UInt8(ascii: "/"), length > 0 else {
                    return .none
                }
                return isOdd ? .odd : .packed(packed)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): packed = packed << 8 | UInt128(byte | 0x20)
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                packed = packed << 8 | UInt128(byte)
            default: isOdd = true
            }
            length += 1
            if length > extensionByteCountMax { isOdd = true }
        }
        return .none
    }

    private static func text(of packed: UInt128) -> String {
        var bytes: [UInt8] = []
        var rest = packed
        while rest > 0 {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func name(of outcome: Outcome) -> String {
        switch outcome {
        case .skipped(let cause): "skipped: \(cause.name)"
        case .unreadable(let errno): "unreadable: errno \(errno)"
        case .image, .other, .undecodable, .vanished, .changed, .empty: outcome.kind.name
        }
    }
}
