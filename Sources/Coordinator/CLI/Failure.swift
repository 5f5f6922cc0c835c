internal import ArgumentParser
internal import Storage

/// An error with the exit code that it calls for, where that is not the error's own.
struct Failure: Error, CustomStringConvertible {
    let reason: any Error
    let code: Int32

    /// Stopped before the end, unless said otherwise.
    init(_ reason: any Error, code: Int32 = 4) {
        self.reason = reason
        self.code = code
    }

    var description: String { "\(reason)" }

    /// 2 for what the caller asked for and cannot have, 4 for what failed or is damaged.
    static func code(of error: any Error) -> Int32 {
        switch error {
        case let failure as Failure: failure.code
        case let error as LedgerError:
            switch error {
            case .missing, .newer, .older: 2
            case .damaged, .diskFull, .inputOutput, .other: 4
            }
        case let error as SweepError: error.isDamage ? 4 : 2
        case let error as ReportError: error.isOfOutput ? 4 : 2
        case is UntoldEnd: 4
        case is ContentsError, is SegmentStoreError, is ManifestFileError, is SystemError: 4
        case SweepFolderError.ledgerMissing: 4
        default: 2
        }
    }
}
