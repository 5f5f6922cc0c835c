package import Core

/// Where the bytes of files come from. Local files now; the seam for object stores and for tests
/// that need delays and errors.
package protocol Storage: Sendable {
    /// Opens one file of a manifest for reading.
    func open(_ path: EntryPath) throws(ReadError) -> OpenFile
}

/// The contents of one file that a ``Storage`` opened. Closed when it goes away.
package protocol FileContents: AnyObject, Sendable {
    /// What the storage says of the open file now.
    func status() throws(ReadError) -> FileStatus

    /// Fills `buffer` from `offset` on, in bytes; gives the bytes read, fewer only at the end.
    func read(
        into buffer: UnsafeMutableRawBufferPointer,
        at offset: Int64
    ) throws(ReadError) -> Int

    /// Says that the bytes in `range` will not be read again, so that no cache need keep them.
    func release(_ range: Range<Int64>)
}

/// A file opened for reading; whoever holds it is the only one, and it closes when that ends.
package struct OpenFile: ~Copyable, Sendable {
    private let contents: any FileContents

    /// Makes an open file of its contents.
    package init(_ contents: any FileContents) { self.contents = contents }

    /// Size, times and identity, as they are now.
    package borrowing func status() throws(ReadError) -> FileStatus { try contents.status() }

    /// Fills `buffer` from `offset` on, in bytes.
    ///
    /// - Returns: the bytes read: fewer than fit only at the end of the file.
    package borrowing func read(
        into buffer: UnsafeMutableRawBufferPointer,
        at offset: Int64
    ) throws(ReadError) -> Int {
        try unsafe contents.read(into: buffer, at: offset)
    }

    /// Says that the bytes in `range` will not be read again, so that no cache need keep them.
    package borrowing func release(_ range: Range<Int64>) { contents.release(range) }
}
