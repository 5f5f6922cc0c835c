package import Core

/// The closing summary of a sweep: what `--json` prints and every report begins with.
package struct Summary: Codable, Equatable, Sendable {
    /// Whether every entry of the manifest has its outcome.
    package enum State: String, Codable, Sendable { case complete, interrupted }

    /// One hash list of the sweep.
    package struct List: Codable, Equatable, Sendable {
        package var name: String
        /// The SHA-256 of the list's file, in hex.
        package var version: String
        package var entries: Int
        /// Records that could not be used.
        package var rejected = 0
        /// Records that were left aside by rule: of no kind that is matched, or below the floor.
        package var ignored = 0
    }

    /// The sweep's id.
    package var sweep: String
    package var state: State
    /// Entries of the manifest.
    package var files: Int
    /// Bytes of the manifest's files when they were planned.
    package var bytes: Int64
    /// How many files have each outcome, by the outcome's name; all eight names are there.
    package var outcomes: [String: Int]
    /// Pictures below the quality floor of every list: at most their digests were compared.
    package var lowQuality = 0
    /// Pictures decoded with warnings, as cut or damaged files are.
    package var withWarnings = 0
    package var findings: Int
    package var filesWithFindings: Int
    /// Matches beyond the limits of a file and of a shard: counted, and in no finding.
    package var matchesLeftOut = 0
    /// Digests that were made of each file that was read, and compared.
    package var digests = DigestKinds.all
    package var lists: [List]
    /// Wall-clock time over all runs of the sweep.
    package var seconds: Double
    /// Workers that returned at least one shard.
    package var workers: Int
    /// How many times the sweep was resumed.
    package var resumed: Int
    /// The version of Turnstone.
    package var turnstone: String

    enum CodingKeys: String, CodingKey {
        case sweep, state, files, bytes, outcomes, findings
        case lowQuality = "low_quality"
        case withWarnings = "with_warnings"
        case filesWithFindings = "files_with_findings"
        case matchesLeftOut = "matches_left_out"
        case digests, lists, seconds, workers, resumed, turnstone
    }
}
