/// A path as the kernel takes it: any bytes but NUL, in no encoding.
package struct EntryPath: Hashable, Sendable, Comparable {
    package let bytes: [UInt8]

    /// Makes a path of its bytes.
    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Makes a path of a string's UTF-8 bytes.
    package init(_ text: String) { self.init(Array(text.utf8)) }

    /// The order of a manifest: byte by byte, unsigned.
    package static func < (left: EntryPath, right: EntryPath) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

/// One line of a manifest. Its position is its identity.
package struct FileEntry: Hashable, Sendable {
    package let path: EntryPath
    /// Bytes, when the sweep was planned.
    package let size: Int64
    /// Nanoseconds since 1970 UTC, when the sweep was planned.
    package let mtimeNanoseconds: Int64
    /// The outcome that planning already knows: `skipped` or `unreadable`; the file is not opened.
    package let plannedOutcome: Outcome?

    /// Makes an entry.
    package init(
        path: EntryPath,
        size: Int64,
        mtimeNanoseconds: Int64,
        plannedOutcome: Outcome? = nil
    ) {
        self.path = path
        self.size = size
        self.mtimeNanoseconds = mtimeNanoseconds
        self.plannedOutcome = plannedOutcome
    }
}
