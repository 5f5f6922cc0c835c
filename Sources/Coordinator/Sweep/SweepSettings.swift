package import Core

/// What a sweep was asked for: remembered in its ledger, so that `resume` needs nothing but the
/// sweep's folder.
package struct SweepSettings: Codable, Equatable, Sendable {
    /// One hash list of the sweep, compiled.
    package struct List: Codable, Equatable, Sendable {
        /// The list's file name, without its folder.
        package var name: String
        /// SHA-256 of the list's file, in hex.
        package var version: String
        /// SHA-256 of the compiled file, in hex; its name in `lists/` is this and `.list`.
        package var compiled: String
        /// Bytes of the compiled file.
        package var byteCount: Int
        package var entryCount: Int
        /// Records of its file that could not be used.
        package var rejectedCount: Int
        /// Records that were left aside by rule.
        package var ignoredCount: Int
        /// Greatest PDQ distance that matches, in bits.
        package var threshold: Int
        /// Least PDQ quality that is matched.
        package var qualityFloor: Int
    }

    package var plan: PlanRequest
    package var lists: [List]
    /// Match rotations and mirror images too.
    package var variants: Bool
    /// Hash every picture in full, and not only what comes near a list entry.
    package var exact: Bool
    /// Digests made of every file.
    package var digests: DigestKinds
    /// Local worker processes.
    package var workers: Int
    /// Lanes of each local worker; `nil` is one a core.
    package var lanes: Int?
    /// Where remote workers are let in.
    package var listen: String?
    /// Folder of the coordinator's secret key and of the workers' public ones.
    package var keys: String?
    /// Read budget of the whole sweep, bytes a second; 0 is none.
    package var bytesPerSecond: UInt64
    /// Read budget of the whole sweep, files a second; 0 is none.
    package var filesPerSecond: Double
}

/// What a manifest was planned from.
package struct PlanRequest: Codable, Equatable, Sendable {
    package var paths: [String]
    /// A file of paths, one a line; `-` is standard input.
    package var filesFrom: String?
    /// A file of paths, each ended by NUL; `-` is standard input.
    package var files0From: String?
    package var excludes: [String]
    package var oneFileSystem: Bool
    /// Bytes; `nil` is no limit.
    package var maxFileSize: Int64?
    /// Files a shard, at most.
    package var shardFiles: Int
    /// Bytes a shard, at most.
    package var shardBytes: Int64

    /// Whether the paths can be read only once.
    package var readsStandardInput: Bool { filesFrom == "-" || files0From == "-" }
}
