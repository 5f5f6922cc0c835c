internal import CLinux
internal import Core

/// The kernel's list of mounts, for what statfs(2) does not tell: the name of a FUSE type.
enum MountTable {
    /// What is read of the table at most, in bytes: some ten thousand mounts.
    private static let byteCountMax = 4 << 20

    /// The type, such as `ext4` or `fuse.sshfs`, of the mount that holds `path`; `nil` where the
    /// table does not list it.
    static func type(ofMountHolding path: EntryPath) throws(SystemError) -> String? {
        var found = linux_file_status()
        let flags = O_PATH
        let status = try Descriptor(opening: path, flags: flags)
        let result = unsafe linux_status(status.number, &found)
        guard result == 0 else {
            throw SystemError(operation: "fstat", path: path, errno: -result)
        }
        guard let table = try? contents() else { return nil }
        let device = "\(linux_device_major(found.device)):\(linux_device_minor(found.device))"
        return type(ofDevice: device, in: table)
    }

    /// The type of the last mount with that `major:minor` in a table in the form of
    /// `/proc/self/mountinfo` (proc(5)): fields before ` - ` vary in number, the type follows it.
    static func type(ofDevice device: String, in table: String) -> String? {
        var type: String?
        for line in table.split(separator: "\n") {
            let fields = line.split(separator: " ", omittingEmptySubsequences: false)
            guard fields.count > 2, fields[2] == device, let dash = fields.firstIndex(of: "-"),
                dash + 1 < fields.count
            else { continue }
            type = String(fields[dash + 1])
        }
        return type
    }

    private static func contents() throws(SystemError) -> String {
        let file = try Descriptor(opening: EntryPath("/proc/self/mountinfo"), flags: O_RDONLY)
        return String(decoding: try file.bytes(at: 0, count: byteCountMax), as: UTF8.self)
    }
}
