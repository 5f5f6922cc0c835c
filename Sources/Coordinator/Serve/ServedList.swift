internal import Core
internal import Foundation
internal import Storage
internal import Wire
internal import WireMessages

/// A compiled list as workers are told of it, and its bytes for those that have not got it.
struct ServedList: Sendable {
    let announcement: WireList
    private let file: MappedFile
    /// What the kernel said of the file when it last was what was compiled.
    private var status: FileStatus

    /// Maps a list, and checks that it is what was compiled.
    init(_ list: SweepSettings.List, folder: SweepFolder) throws {
        file = try MappedFile(path: folder.path(of: list))
        // Before the digest: what is written while that is made moves these times.
        status = file.statusWhenMapped
        try folder.check(list)
        var announcement = WireList()
        announcement.name = list.name
        announcement.digest = Data(Hex.bytes(list.compiled.utf8) ?? [])
        announcement.size = UInt64(file.count)
        announcement.threshold = UInt32(list.threshold)
        announcement.qualityFloor = UInt32(list.qualityFloor)
        self.announcement = announcement
    }

    /// Throws if the file was written, replaced or removed since it was mapped: workers of this
    /// machine match by it, and what they find from then on is worth nothing. A new mode, owner or
    /// second name is nothing, as long as the bytes are the same.
    mutating func look(_ list: SweepSettings.List, folder: SweepFolder) throws {
        let now = try file.status()
        guard now != status else { return }
        let path = folder.path(of: list)
        guard now.size == status.size, now.mtimeNanoseconds == status.mtimeNanoseconds,
            now.linkCount > 0, (try? folder.check(list)) != nil
        else { throw SweepError.listTouched(list.name, path) }
        status = now
    }

    /// The piece that begins at `offset`; `nil` behind the end.
    func part(at offset: UInt64) -> Data? {
        guard let start = Int(exactly: offset), start < file.count else { return nil }
        let end = min(start + WireLimits.listPartByteCount, file.count)
        return file.withBytes { bytes in
            unsafe bytes.extracting(start..<end).withUnsafeBytes { unsafe Data($0) }
        }
    }
}
