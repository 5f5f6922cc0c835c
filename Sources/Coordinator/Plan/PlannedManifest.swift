package import Core
package import Storage

/// A manifest that lies on disk, and what is known of it.
package struct PlannedManifest: Hashable, Sendable {
    /// Entries, with those that will not be read.
    package let entryCount: Int
    /// Bytes that will be read.
    package let byteCount: Int64
    package let shardCount: Int
    /// The SHA-256 of the whole manifest file.
    package let digest: Digest
    package let counts: PlanCounts
    /// What the walk counted besides the entries.
    package let tally: WalkTally
    /// Where the walk began, resolved.
    package let roots: [EntryPath]
}
