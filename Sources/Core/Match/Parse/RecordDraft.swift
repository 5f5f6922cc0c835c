/// A record while its parser reads it: each of its hashes is judged as it comes.
package struct RecordDraft: Sendable {
    package let number: Int
    package private(set) var id: String?
    package private(set) var category = ""
    package var threshold: Int?
    private var hashes: [ListHash] = []
    private var isLabelTooLong = false
    private var mentioned = 0

    /// Begins the record of that line or running number.
    package init(number: Int) { self.number = number }

    /// Takes the list's name for the record; empty means that it has none.
    package mutating func setID(_ bytes: ArraySlice<UInt8>) {
        guard !bytes.isEmpty else { return }
        isLabelTooLong = isLabelTooLong || bytes.count > HashListLimits.labelByteCountMax
        if !isLabelTooLong { id = String(decoding: bytes, as: UTF8.self) }
    }

    /// Takes the category verbatim.
    package mutating func setCategory(_ bytes: ArraySlice<UInt8>) {
        isLabelTooLong = isLabelTooLong || bytes.count > HashListLimits.labelByteCountMax
        if !isLabelTooLong { category = String(decoding: bytes, as: UTF8.self) }
    }

    /// Takes one hash; one that cannot be used becomes an event instead.
    package mutating func add(
        _ kind: MatchKind,
        hex: ArraySlice<UInt8>,
        to events: inout [ListEvent]
    ) {
        mentioned += 1
        guard let hash = ListHash(kind: kind, hex: hex) else {
            let isHex = hex.allSatisfy { Hex.value(of: $0) != nil }
            return reject(isHex ? .wrongLength : .badHash, to: &events)
        }
        if hash.isOfEmptyFile { return events.append(.ignored(.emptyFile)) }
        // The same hash twice in one record says the same thing twice: no second record.
        guard !hashes.contains(hash) else { return }
        guard hashes.count < HashListLimits.hashesPerRecordMax else {
            return reject(.tooManyHashes, to: &events)
        }
        hashes.append(hash)
    }

    /// Counts a hash that is left aside.
    package mutating func ignore(_ cause: IgnoredCause, to events: inout [ListEvent]) {
        mentioned += 1
        events.append(.ignored(cause))
    }

    /// Counts a hash that cannot be used.
    package mutating func reject(_ reason: RejectionReason, to events: inout [ListEvent]) {
        mentioned += 1
        events.append(.rejected(ListRejection(number: number, reason: reason)))
    }

    /// Ends the record: it is emitted if it has a hash, rejected if none was even mentioned.
    package func finish(to events: inout [ListEvent]) {
        if mentioned == 0 {
            events.append(.rejected(ListRejection(number: number, reason: .noHash)))
        } else if isLabelTooLong {
            // Cut labels could name another entry: the record is refused, its hashes counted.
            for _ in hashes {
                events.append(.rejected(ListRejection(number: number, reason: .labelTooLong)))
            }
        } else if !hashes.isEmpty {
            events.append(
                .record(
                    ListRecord(
                        number: number,
                        id: id,
                        category: category,
                        hashes: hashes,
                        threshold: threshold
                    )
                )
            )
        }
    }
}
