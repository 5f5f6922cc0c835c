internal import CLinux
internal import Core
internal import Foundation
internal import Glibc
internal import Storage

/// The folder that holds everything a sweep needs and makes; nobody but its owner can look in.
package struct SweepFolder: Sendable {
    package let path: String

    package var manifest: String { path + "/manifest" }
    package var segments: String { path + "/segments" }
    package var lists: String { path + "/lists" }
    package var reports: String { path + "/reports" }
    /// Socket and keys of local workers.
    package var wire: String { path + "/wire" }
    package var socket: String { wire + "/coordinator" }

    /// The folder of an existing sweep.
    package init(existing path: String) throws(SweepFolderError) {
        let path = SweepFolder.absolute(path)
        guard unsafe access(path + "/" + Ledger.fileName, F_OK) == 0 else {
            let code = errno
            let isAbsent = code == ENOENT || code == ENOTDIR
            guard isAbsent else { throw .unusable(path, code) }
            let isOfSweep = unsafe access(path + "/" + Planner.manifestName, F_OK) == 0
            throw isOfSweep ? .ledgerMissing(path) : .notASweep(path)
        }
        self.path = path
    }

    /// Makes the folder of a new sweep. Anything that is there already is refused, and what cannot
    /// be used is not left behind.
    package init(new name: String) throws(SweepFolderError) {
        let path = SweepFolder.absolute(name)
        guard !name.isEmpty, unsafe mkdir(path, 0o700) == 0 else {
            let code = name.isEmpty ? ENOENT : errno
            guard code == EEXIST else { throw .unusable(name.isEmpty ? "\"\"" : path, code) }
            let isSweep = FileManager.default.fileExists(atPath: path + "/" + Ledger.fileName)
            throw isSweep ? .sweepExists(path) : .exists(path)
        }
        self.path = path
        do throws(SweepFolderError) {
            try refuseNetwork()
            for folder in [segments, lists, reports, wire] {
                guard unsafe mkdir(folder, 0o700) == 0 else { throw .unusable(folder, errno) }
            }
        } catch {
            remove()
            throw error
        }
    }

    /// Makes the folder of reports anew if somebody removed it.
    func remakeReports() throws(SweepFolderError) {
        guard unsafe mkdir(reports, 0o700) == 0 || errno == EEXIST else {
            throw .unusable(reports, errno)
        }
    }

    /// Removes a sweep that did not begin: what is left would only stand in the way of the next.
    func remove() { try? FileManager.default.removeItem(atPath: path) }

    /// Where a sweep goes if nobody says where.
    static func defaultName(at now: Date) -> String {
        let stamp = now.rfc3339.prefix(19).filter { $0.isNumber || $0 == "T" }
        return "turnstone-sweep-\(stamp)Z"
    }

    /// SQLite's log needs shared memory, which network file systems do not give.
    ///
    /// A FUSE file system of no name, such as bindfs mounts here, is refused too: only the program
    /// behind it knows whether its bytes are on this machine, and there is always a disk.
    package func refuseNetwork() throws(SweepFolderError) {
        guard let kind = try? FileSystemKind.of(EntryPath(path)) else { return }
        if case .network(let name) = kind { throw .network(path, name) }
    }

    /// Holds the sweep for this process alone, for as long as the lock lives.
    package func lock() throws(SweepFolderError) -> SweepLock { try SweepLock(lockPath) }

    /// Whether a process holds the sweep. Looking takes nothing, so it is in nobody's way.
    package var isHeld: Bool { SweepLock.isHeld(lockPath) }

    /// Whether a path is among what a sweep, whichever, keeps in its folder: only reports/ is for
    /// what others write.
    package static func keeps(_ path: String) -> Bool {
        var folder = URL(filePath: absolute(path)).deletingLastPathComponent()
            .resolvingSymlinksInPath()
        var isForReports = false
        while true {
            let ledger = folder.appending(path: Ledger.fileName).path(percentEncoded: false)
            if FileManager.default.fileExists(atPath: ledger) { return !isForReports }
            let above = folder.deletingLastPathComponent().standardizedFileURL
            guard above.path() != folder.path() else { return false }
            isForReports = folder.lastPathComponent == "reports"
            folder = above
        }
    }

    private var lockPath: String { path + "/lock" }

    private static func absolute(_ path: String) -> String {
        URL(filePath: path).standardizedFileURL.path(percentEncoded: false)
            .replacing(/\/+$/, with: "")
    }
}

/// Why a sweep's folder cannot be used.
package enum SweepFolderError: Error, Equatable, CustomStringConvertible {
    case notASweep(String)
    case sweepExists(String)
    case exists(String)
    case network(String, String)
    case inUse(String)
    case ledgerMissing(String)
    case unusable(String, Int32)

    package var description: String {
        switch self {
        case .notASweep(let path): "there is no sweep in \(path): name the folder of a sweep"
        case .sweepExists(let path):
            "\(path) holds a sweep already: go on with it by `turnstone resume \(path)`, or name "
                + "another folder with --sweep"
        case .exists(let path): "\(path) exists and is no sweep: name a new folder with --sweep"
        case .network(let path, let kind):
            "\(path) is on a file system that other machines may share (\(kind)), where the ledger "
                + "is not safe: name a folder on a local disk with --sweep"
        case .inUse(let path):
            "another turnstone is running this sweep (\(path) is locked): wait for it, or stop it "
                + "first"
        case .ledgerMissing(let path):
            "the ledger of the sweep in \(path) is missing; restore ledger.sqlite from a backup, "
                + "or start a new sweep"
        case .unusable(let path, ENOENT):
            "\(path) cannot be made: the folder above it does not exist; make that first, or name "
                + "another place with --sweep"
        case .unusable(let path, ENOSPC), .unusable(let path, EDQUOT):
            "\(path) cannot be made: the disk is full; make room, and run the same command again"
        case .unusable(let path, let code):
            "\(path) cannot be used: \(unsafe String(cString: strerror(code))); check who may "
                + "write there, or name another place"
        }
    }
}
