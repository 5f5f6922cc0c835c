package import Core

/// A shard as it was planned, with what its lines in the manifest were then.
package struct PlannedShard: Hashable, Sendable {
    package let shard: Shard
    /// The SHA-256 of its lines: nobody is sent others.
    package let linesDigest: Digest

    /// Makes a shard of a plan.
    package init(_ shard: Shard, linesDigest: Digest) {
        self.shard = shard
        self.linesDigest = linesDigest
    }
}
