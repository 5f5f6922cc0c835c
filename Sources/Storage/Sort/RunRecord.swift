internal import Core

/// An entry of a run, short of its path.
struct RunRecord {
    /// Bytes.
    var size: Int64
    /// Nanoseconds since 1970 UTC.
    var mtimeNanoseconds: Int64
    /// The planned outcome's kind and cause; 0 for none.
    var outcomeKind: UInt8
    var causeCode: Int32

    init(size: Int64, mtimeNanoseconds: Int64, plannedOutcome: Outcome?) {
        self.size = size
        self.mtimeNanoseconds = mtimeNanoseconds
        outcomeKind = plannedOutcome?.kind.rawValue ?? 0
        causeCode = plannedOutcome?.causeCode ?? 0
    }

    var plannedOutcome: Outcome? {
        OutcomeKind(rawValue: outcomeKind).flatMap { Outcome(kind: $0, causeCode: causeCode) }
    }

    /// Which of two entries of one path stays: the one that will be read, and otherwise one that
    /// does not depend on the order in which threads came.
    func outranks(_ other: RunRecord) -> Bool {
        (Int(outcomeKind), causeCode, size, mtimeNanoseconds)
            < (Int(other.outcomeKind), other.causeCode, other.size, other.mtimeNanoseconds)
    }

    /// Bytes of a record in a run file, before its path.
    static let byteCount = 4 + 8 + 8 + 1 + 4

    /// Appends the record and its path's length as a run file holds them, in this machine's order
    /// of bytes: runs do not outlive the process.
    func append(pathLength: Int, to bytes: inout [UInt8]) {
        unsafe withUnsafeBytes(of: UInt32(pathLength)) { unsafe bytes.append(contentsOf: $0) }
        unsafe withUnsafeBytes(of: size) { unsafe bytes.append(contentsOf: $0) }
        unsafe withUnsafeBytes(of: mtimeNanoseconds) { unsafe bytes.append(contentsOf: $0) }
        bytes.append(outcomeKind)
        unsafe withUnsafeBytes(of: causeCode) { unsafe bytes.append(contentsOf: $0) }
    }

    /// Reads what ``append(pathLength:to:)`` wrote at the start of `bytes`.
    init(_ bytes: UnsafeRawBufferPointer) {
        // SAFETY: the caller has made sure of `byteCount` bytes.
        size = unsafe bytes.loadUnaligned(fromByteOffset: 4, as: Int64.self)
        mtimeNanoseconds = unsafe bytes.loadUnaligned(fromByteOffset: 12, as: Int64.self)
        outcomeKind = unsafe bytes.loadUnaligned(fromByteOffset: 20, as: UInt8.self)
        causeCode = unsafe bytes.loadUnaligned(fromByteOffset: 21, as: Int32.self)
    }
}
