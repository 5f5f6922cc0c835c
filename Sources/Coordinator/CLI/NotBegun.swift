internal import Core
internal import Glibc
internal import Storage

/// A new sweep that the disk has no room for, or cannot hold. Its folder is removed, so there is
/// nothing to resume.
struct NotBegun: Error, CustomStringConvertible {
    let description: String

    /// The error itself, unless it would send people to a folder that is gone.
    static func error(_ error: any Error, _ folder: SweepFolder) -> any Error {
        let failure =
            switch error {
            case LedgerError.diskFull: ENOSPC
            case LedgerError.inputOutput: EIO
            case let error as SystemError: error.errno
            case WalkError.system(let error): error.errno
            case HashListFileError.system(let error): error.errno
            default: Int32(0)
            }
        let place = VisibleText(Array(folder.path.utf8)).text
        switch failure {
        case ENOSPC, EDQUOT:
            return NotBegun(
                description: "the disk of \(place) is full, and nothing was begun; make room, and "
                    + "run the same command again"
            )
        case EIO where error is LedgerError:
            return NotBegun(
                description: "the disk of \(place) has an input/output error and is not full, and "
                    + "nothing was begun; see what the kernel's log says of it, and run the same "
                    + "command again"
            )
        default: return error
        }
    }
}
