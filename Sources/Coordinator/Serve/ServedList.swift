internal import Core
internal import Foundation
internal import Storage
internal import Wire
internal import WireMessages

/// A compiled list as workers are told of it, and its bytes for those that have not got it.
struct ServedList: Sendable {
    let announcement: WireList
    private let file: MappedFile

    init(_ list: SweepSettings.List, folder: SweepFolder) throws {
        file = try MappedFile(path: folder.path(of: list))
        var announcement = WireList()
        announcement.name = list.name
        announcement.digest = Data(Hex.bytes(list.compiled.utf8) ?? [])
        announcement.size = UInt64(file.count)
        announcement.threshold = UInt32(list.threshold)
        announcement.qualityFloor = UInt32(list.qualityFloor)
        self.announcement = announcement
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
