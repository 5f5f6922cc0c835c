internal import CLinux

/// What the file system says of a file, short of its bytes.
package struct FileStatus: Hashable, Sendable {
    /// What a file is.
    package enum Kind: Sendable { case regular, directory, special }

    package let kind: Kind
    /// Bytes.
    package let size: Int64
    /// Last change of the bytes, nanoseconds since 1970 UTC.
    package let mtimeNanoseconds: Int64
    /// Last change of bytes, owner, mode or links, nanoseconds since 1970 UTC.
    package let ctimeNanoseconds: Int64
    package let device: UInt64
    package let inode: UInt64
    package let linkCount: UInt64
    /// The owner's user id.
    package let owner: UInt32

    /// Makes a status.
    package init(
        kind: Kind,
        size: Int64,
        mtimeNanoseconds: Int64,
        ctimeNanoseconds: Int64,
        device: UInt64,
        inode: UInt64,
        linkCount: UInt64,
        owner: UInt32
    ) {
        self.kind = kind
        self.size = size
        self.mtimeNanoseconds = mtimeNanoseconds
        self.ctimeNanoseconds = ctimeNanoseconds
        self.device = device
        self.inode = inode
        self.linkCount = linkCount
        self.owner = owner
    }

    /// The same with another size: where only reading tells how many bytes there are.
    package func resized(to size: Int64) -> FileStatus {
        FileStatus(
            kind: kind,
            size: size,
            mtimeNanoseconds: mtimeNanoseconds,
            ctimeNanoseconds: ctimeNanoseconds,
            device: device,
            inode: inode,
            linkCount: linkCount,
            owner: owner
        )
    }

    init(_ found: linux_file_status) {
        self.init(
            kind: Kind(mode: found.mode),
            size: found.size,
            mtimeNanoseconds: found.mtime,
            ctimeNanoseconds: found.ctime,
            device: found.device,
            inode: found.inode,
            linkCount: found.link_count,
            owner: found.owner
        )
    }
}

extension FileStatus.Kind {
    init(mode: UInt32) {
        switch mode & UInt32(S_IFMT) {
        case UInt32(S_IFREG): self = .regular
        case UInt32(S_IFDIR): self = .directory
        default: self = .special
        }
    }
}
