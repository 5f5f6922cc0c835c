internal import CLinux
package import Core

/// Whether the kernel alone has a file system's bytes, or another machine has a say.
package enum FileSystemKind: Hashable, Sendable {
    case local
    /// Shared with other machines, by the name of its type: locks and mapped memory cannot be
    /// relied on there.
    case network(String)

    /// Tells the kind of the file system that holds `path`.
    package static func of(_ path: EntryPath) throws(SystemError) -> FileSystemKind {
        var magic: UInt64 = 0
        let result = unsafe path.withCString { unsafe linux_file_system_magic($0, &magic) }
        guard result == 0 else {
            throw SystemError(operation: "statfs", path: path, errno: -result)
        }
        return FileSystemKind(magic: magic, type: try MountTable.type(ofMountHolding: path))
    }

    /// Classifies by the magic number of statfs(2) and the type in the mount table.
    ///
    /// A FUSE file system of a type that is not known to be local counts as network: a ledger is
    /// better refused than lost.
    package init(magic: UInt64, type: String?) {
        // The kernel's numbers are 32 bits wide, some of them negative as a C int.
        let magic = UInt32(truncatingIfNeeded: magic)
        if let name = Self.networkMagics[magic] {
            self = .network(name)
        } else if let type, Self.networkTypes.contains(type) {
            self = .network(type)
        } else if magic == Self.fuseMagic {
            let type = type ?? "fuse"
            self = Self.localFuseTypes.contains(type) ? .local : .network(type)
        } else {
            self = .local
        }
    }

    private static let fuseMagic: UInt32 = 0x6573_5546

    /// From statfs(2), linux/magic.h and the file systems' own sources.
    private static let networkMagics: [UInt32: String] = [
        0x6969: "nfs", 0x6E66_7364: "nfsd", 0x517B: "smb", 0xFF53_4D42: "cifs",
        0xFE53_4D42: "smb2", 0x00C3_6400: "ceph", 0x0102_1997: "9p", 0x5346_414F: "afs",
        0x6B41_4653: "kafs", 0x7375_7245: "coda", 0x564C: "ncp", 0x0BD0_0BD0: "lustre",
        0x4750_4653: "gpfs", 0x1983_0326: "fhgfs", 0x0116_1970: "gfs2", 0x7461_636F: "ocfs2",
        0xAAD7_AAEA: "panfs", 0x786F_4256: "vboxsf", 0xBACB_ACBC: "vmhgfs",
        0x2003_0528: "orangefs", 0x013F_B4D4: "wekafs",
    ]

    private static let networkTypes: Set<String> = [
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "ceph", "9p", "afs", "coda", "ncpfs", "lustre",
        "gpfs", "beegfs", "gfs", "gfs2", "ocfs2", "panfs", "vboxsf", "orangefs", "pvfs2", "wekafs",
        "virtiofs", "glusterfs",
    ]

    /// Those that own a block device. One that shows another folder (bindfs, mergerfs, gocryptfs)
    /// may show one of another machine.
    private static let localFuseTypes: Set<String> = [
        "fuseblk", "fuse.ntfs-3g", "fuse.exfat", "fuse.squashfuse", "fuse.lxcfs", "fuse.zfs",
    ]
}
