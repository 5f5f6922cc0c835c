internal import GRDB

/// Why a sweep's ledger cannot be used. Each is a sentence that says what to do.
package enum LedgerError: Error, Equatable, CustomStringConvertible {
    case missing(String)
    case newer(version: Int)
    case damaged(String)
    case diskFull
    case other(String)

    /// Whether another Turnstone can use it.
    package var isNewer: Bool { if case .newer = self { true } else { false } }

    package var description: String {
        switch self {
        case .missing(let folder):
            "there is no sweep in \(folder): its ledger.sqlite is missing; name the folder of a "
                + "sweep"
        case .newer(let version):
            "the sweep was made by a newer Turnstone (ledger version \(version)); use that one"
        case .damaged(let what):
            "the ledger is damaged: \(what); restore the sweep folder from a backup, or start a "
                + "new sweep"
        case .diskFull:
            "the disk of the sweep folder is full; make room, then run turnstone resume"
        case .other(let text): "the ledger cannot be used: \(text)"
        }
    }

    /// What SQLite says of a full quota, and of a disk too full for its log's index.
    private static let fullDiskCodes: [ResultCode] = [
        .SQLITE_IOERR_WRITE, .SQLITE_IOERR_SHMSIZE,
    ]

    /// Sorts an error of SQLite's.
    init(_ error: any Error) {
        guard let error = error as? DatabaseError else {
            self = (error as? LedgerError) ?? .other("\(error)")
            return
        }
        switch error.resultCode.primaryResultCode {
        case .SQLITE_FULL: self = .diskFull
        case .SQLITE_IOERR where LedgerError.fullDiskCodes.contains(error.extendedResultCode):
            self = .diskFull
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self = .damaged(error.message ?? "SQLite cannot read it")
        default: self = .other(error.message ?? "SQLite error \(error.resultCode.rawValue)")
        }
    }
}
