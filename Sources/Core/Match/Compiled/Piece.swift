/// Bytes of a compiled list that wait to be written, so that few writes are made.
struct Piece {
    typealias Write<Failure: Error> = CompiledListImage.Write<Failure>

    /// Bytes of a piece, about: it is hashed, then written, and stays in the processor's cache.
    private static let byteCount = 1 << 18

    /// Bytes of the file that are written already.
    private var written = 0
    private var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(Self.byteCount + 4096) }

    /// Appends the number, the lowest byte first.
    mutating func append<Failure: Error>(
        _ number: some FixedWidthInteger,
        _ write: Write<Failure>
    ) throws(Failure) {
        unsafe withUnsafeBytes(of: number.littleEndian) { unsafe bytes.append(contentsOf: $0) }
        if bytes.count >= Self.byteCount { try flush(write) }
    }

    /// Appends bytes; many go out at once.
    mutating func append<Failure: Error>(
        _ more: Span<UInt8>,
        _ write: Write<Failure>
    ) throws(Failure) {
        if more.count >= Self.byteCount {
            try flush(write)
            for start in stride(from: 0, to: more.count, by: Self.byteCount) {
                try write(more.extracting(start..<min(start + Self.byteCount, more.count)))
            }
            written += more.count
        } else {
            bytes.append(more)
            if bytes.count >= Self.byteCount { try flush(write) }
        }
    }

    /// Appends all of a spool.
    mutating func append<Failure: Error>(
        _ spool: Spool,
        _ write: Write<Failure>
    ) throws(Failure) {
        try append(spool, 0..<spool.count, write)
    }

    /// Appends a part of a spool.
    mutating func append<Failure: Error>(
        _ spool: Spool,
        _ range: Range<Int>,
        _ write: Write<Failure>
    ) throws(Failure) {
        try spool.withBytes(range) { bytes throws(Failure) in
            try append(bytes, write)
        }
    }

    /// Fills with zeros up to that offset in the file.
    mutating func pad<Failure: Error>(to offset: Int, _ write: Write<Failure>) throws(Failure) {
        let zeros = [UInt8](repeating: 0, count: offset - written - bytes.count)
        try append(zeros.span, write)
    }

    /// Writes what waits.
    mutating func flush<Failure: Error>(_ write: Write<Failure>) throws(Failure) {
        guard !bytes.isEmpty else { return }
        try write(bytes.span)
        written += bytes.count
        bytes.removeAll(keepingCapacity: true)
    }
}
