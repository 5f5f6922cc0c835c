import Core
import Glibc
import Storage
import Testing

@testable import Coordinator

@Suite struct `A sweep that could not begin` {
    private let planned: PlannedSweep

    init() throws { planned = try PlannedSweep(files: 1) }

    private func sentence(_ error: any Error) -> String {
        "\(NotBegun.error(error, planned.folder))"
    }

    @Test(arguments: [ENOSPC, EDQUOT])
    func `for lack of room is not to be resumed`(errno: Int32) {
        let error = SystemError(operation: "write", path: EntryPath("/s"), errno: errno)
        let errors: [any Error] = [
            LedgerError.diskFull, error, WalkError.system(error), HashListFileError.system(error),
        ]
        for error in errors {
            #expect(sentence(error).hasSuffix("make room, and run the same command again"))
        }
    }

    @Test func `is told as it is otherwise`() {
        #expect(sentence(LedgerError.inputOutput).hasSuffix("run the same command again"))
        let error = WalkError.missingRoot(EntryPath("/none"))
        #expect(sentence(error) == "\(error)")
    }
}
