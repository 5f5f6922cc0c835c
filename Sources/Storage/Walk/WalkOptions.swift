package import Core

/// What a walk lists and what it passes over.
package struct WalkOptions: Sendable {
    /// Paths that are passed over; folders that match are not entered. They hold for all but the
    /// roots themselves.
    package var excludes: [Glob] = []
    /// Stay on the file system of each root.
    package var staysOnFileSystem = false
    /// Larger files are passed over; bytes.
    package var fileSizeMax: Int64?
    /// The sweep's own folder, which is never walked: it would list its own manifest.
    package var sweepDirectory: EntryPath?
    /// Threads that read folders, 1 to ``WalkLimits/threadCountMax``.
    package var threadCount = WalkLimits.threadCountDefault

    /// Options that pass nothing over.
    package init() {}
}

/// The bounds of a walk's memory, descriptors and threads.
package enum WalkLimits {
    /// Threads by default: waiting for a network file system costs no processor.
    package static let threadCountDefault = 8
    /// Threads at most: metadata servers are shared with others.
    package static let threadCountMax = 64
    /// Entries in memory before they are sorted and spilled, in bytes over all threads.
    package static let runByteCountMax = 32 << 20
    /// Runs merged at once: each costs a descriptor and a buffer of ``mergeBufferByteCount``.
    package static let runsMergedMax = 128
    /// What is read of a run at once, in bytes.
    package static let mergeBufferByteCount = 64 << 10
    /// Folders still to be read that are kept in memory, in bytes; older ones are spilled.
    package static let pendingByteCountMax = 8 << 20
    /// What getdents64 reads at once, in bytes: about a thousand names.
    package static let namesByteCount = 64 << 10
    /// Folders found that a thread keeps before others may take them.
    package static let foundFolderCountMax = 64
    /// Listed paths handed to a thread at once.
    package static let listedPathCount = 256
    /// Such blocks of listed paths that wait at most.
    package static let listedBlockCountMax = 32
    /// The longest path in a file list, in bytes: 500 components of 255 bytes and some more.
    package static let listedPathByteCountMax = 1 << 20
    /// Threads' stacks, in bytes: nothing here recurses.
    static let stackByteCount = 1 << 20
}
