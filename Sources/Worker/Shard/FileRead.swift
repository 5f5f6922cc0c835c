internal import Core
internal import Storage

/// What came of reading one file into a slot.
enum FileRead: Sendable {
    /// The whole file stands in the slot.
    case whole(FileStatus)
    /// Too large for a slot: it was digested piece by piece, and its first bytes tell its format.
    case digested(FileStatus, DigestSet, PictureFormat)
    case empty(FileStatus)
    /// It cannot be examined; the outcome says why.
    case failed(Outcome)
}
