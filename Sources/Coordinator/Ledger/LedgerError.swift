internal import GRDB

/// Why a sweep's ledger cannot be used. Each is a sentence that says what to do.
package enum LedgerError: Error, Equatable, CustomStringConvertible {
    case missing(String)
    case newer(version: Int)
    case older(version: Int)
    case damaged(String)
    case diskFull
    case inputOutput
    case other(String)

    /// Whether another Turnstone can use it.
    package var isOfAnother: Bool {
        switch self {
        case .newer, .older: true
        case .missing, .damaged, .diskFull, .inputOutput, .other: false
        }
    }

    package var description: String {
        switch self {
        case .missing(let folder):
            "there is no sweep in \(folder): its ledger.sqlite is missing; name the folder of a "
                + "sweep"
        case .newer(let version):
            "the sweep was made by a newer Turnstone (ledger version \(version)); use that one"
        case .older(let version):
            "the sweep was made by an older Turnstone (ledger version \(version)); end it with "
                + "that one, or start a new sweep"
        case .damaged(let what):
            "the ledger is damaged: \(what); restore the sweep folder from a backup, or start a "
                + "new sweep"
        case .diskFull:
            "the disk of the sweep folder is full; make room, then run turnstone resume"
        case .inputOutput:
            "the disk of the sweep folder has an input/output error and is not full; see what the "
                + "kernel's log says of it, then run turnstone resume"
        case .other(let text): "the ledger cannot be used: \(text)"
        }
    }

    /// What SQLite says of a full quota, and of a disk too full for its log's index; but of a disk
    /// that is broken as well.
    private static let doubtfulCodes: [ResultCode] = [
        .SQLITE_IOERR_WRITE, .SQLITE_IOERR_SHMSIZE,
    ]

    /// Sorts an error of SQLite's about the ledger in a folder.
    init(_ error: any Error, in folder: String) {
        self.init(error, isDiskFull: DiskRoom.isFull(folder))
    }

    /// Sorts an error of SQLite's.
    ///
    /// - Parameter isDiskFull: Asked only where the error may mean that.
    init(_ error: any Error, isDiskFull: @autoclosure () -> Bool) {
        guard let error = error as? DatabaseError else {
            self = (error as? LedgerError) ?? .other("\(error)")
            return
        }
        switch error.resultCode.primaryResultCode {
        case .SQLITE_FULL: self = .diskFull
        case .SQLITE_IOERR where LedgerError.doubtfulCodes.contains(error.extendedResultCode):
            self = isDiskFull() ? .diskFull : .inputOutput
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self = .damaged(error.message ?? "SQLite cannot read it")
        default: self = .other(error.message ?? "SQLite error \(error.resultCode.rawValue)")
        }
    }
}
