import GRDB
import Testing

@testable import Coordinator

@Suite struct `An error of a ledger` {
    @Test(arguments: [
        (ResultCode.SQLITE_FULL, true), (.SQLITE_IOERR_WRITE, true), (.SQLITE_IOERR_SHMSIZE, true),
        (.SQLITE_IOERR_READ, false), (.SQLITE_BUSY, false),
    ])
    func `says that the disk is full where it is`(code: ResultCode, isFull: Bool) {
        #expect((LedgerError(DatabaseError(resultCode: code)) == .diskFull) == isFull)
    }

    @Test func `says that it is damaged where SQLite does`() {
        for code in [ResultCode.SQLITE_CORRUPT, .SQLITE_NOTADB] {
            guard case .damaged = LedgerError(DatabaseError(resultCode: code)) else {
                Issue.record("\(code)")
                continue
            }
        }
    }

    @Test func `stays what it is`() {
        #expect(LedgerError(LedgerError.newer(version: 3)) == .newer(version: 3))
    }

    @Test func `is a sentence that says what to do`() {
        #expect("\(LedgerError.diskFull)".contains("turnstone resume"))
        #expect("\(LedgerError.newer(version: 3))".contains("version 3"))
        #expect("\(LedgerError.missing("/x"))".contains("/x"))
    }
}
