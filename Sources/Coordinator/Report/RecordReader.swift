/// Records read one after the other, once: a report never holds all of them.
package struct RecordReader<Record> {
    private let read: () throws -> Record?

    /// Makes a reader of a function that returns the next record, or `nil` after the last.
    ///
    /// What it throws ends the report: a report of some of the records is not a report.
    package init(_ read: @escaping () throws -> Record?) { self.read = read }

    /// Makes a reader of records that are at hand.
    package init(_ records: some Sequence<Record>) {
        var iterator = records.makeIterator()
        self.init { iterator.next() }
    }

    /// Reads the next record; `nil` after the last.
    func next() throws -> Record? { try read() }

    /// Reads every record that is left, in order.
    package func forEach(_ body: (Record) throws -> Void) throws {
        while let record = try read() { try body(record) }
    }
}
