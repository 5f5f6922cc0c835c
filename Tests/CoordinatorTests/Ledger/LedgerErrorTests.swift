import Foundation
import GRDB
import TestSupport
import Testing

@testable import Coordinator

@Suite struct `An error of a ledger` {
    @Test(arguments: [
        (ResultCode.SQLITE_FULL, true), (.SQLITE_IOERR_WRITE, true), (.SQLITE_IOERR_SHMSIZE, true),
        (.SQLITE_IOERR_READ, false), (.SQLITE_BUSY, false),
    ])
    func `says that the disk is full where it is`(code: ResultCode, isFull: Bool) {
        let error = LedgerError(DatabaseError(resultCode: code), isDiskFull: true)
        #expect((error == .diskFull) == isFull)
    }

    /// SQLite has one word for a full quota and for a disk that is broken.
    @Test(arguments: [ResultCode.SQLITE_IOERR_WRITE, .SQLITE_IOERR_SHMSIZE])
    func `says that the disk is broken where there is room on it`(code: ResultCode) throws {
        let folder = try TestFolder()
        let error = LedgerError(DatabaseError(resultCode: code), in: folder.path)
        #expect(error == .inputOutput && Failure.code(of: error) == 4)
        #expect("\(error)".contains("input/output error"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }

    @Test func `says that it is damaged where SQLite does`() {
        for code in [ResultCode.SQLITE_CORRUPT, .SQLITE_NOTADB] {
            guard
                case .damaged = LedgerError(
                    DatabaseError(resultCode: code),
                    isDiskFull: false
                )
            else {
                Issue.record("\(code)")
                continue
            }
        }
    }

    @Test func `stays what it is`() {
        #expect(LedgerError(LedgerError.newer(version: 3), isDiskFull: true) == .newer(version: 3))
    }

    @Test func `is a sentence that says what to do`() {
        #expect("\(LedgerError.diskFull)".contains("turnstone resume"))
        #expect("\(LedgerError.newer(version: 3))".contains("version 3"))
        #expect("\(LedgerError.missing("/x"))".contains("/x"))
    }
}
