import Core
import Foundation
import Testing

@testable import Storage

@Suite struct `The kind of a file system` {
    @Test(
        arguments: [
            (0xEF53, "ext4", FileSystemKind.local), (0x5846_5342, "xfs", .local),
            (0x0102_1994, "tmpfs", .local), (0x794C_7630, "overlay", .local),
            (0x6969, "nfs4", .network("nfs")), (0xFF53_4D42, "cifs", .network("cifs")),
            (0xFFFF_FFFF_FF53_4D42, "cifs", .network("cifs")),
            (0xFE53_4D42, "cifs", .network("smb2")), (0x00C3_6400, "ceph", .network("ceph")),
            (0x0102_1997, "9p", .network("9p")), (0x0BD0_0BD0, "lustre", .network("lustre")),
            (0x4750_4653, "gpfs", .network("gpfs")),
            (0x6573_5546, "fuse.sshfs", .network("fuse.sshfs")),
            (0x6573_5546, "fuse.glusterfs", .network("fuse.glusterfs")),
            (0x6573_5546, "fuse.never-heard-of", .network("fuse.never-heard-of")),
            (0x6573_5546, "fuse.bindfs", .network("fuse.bindfs")),
            (0x6573_5546, "fuseblk", .local), (0x6573_5546, "virtiofs", .network("virtiofs")),
            (0x1234, "beegfs", .network("beegfs")),
        ] as [(UInt64, String, FileSystemKind)]
    )
    func `follows from its number and its name`(
        magic: UInt64,
        type: String,
        expected: FileSystemKind
    ) {
        #expect(FileSystemKind(magic: magic, type: type) == expected)
    }

    @Test func `is found for paths of this machine`() throws {
        #expect(try FileSystemKind.of(EntryPath("/proc")) == .local)
        #expect(throws: SystemError.self) { try FileSystemKind.of(EntryPath("/no/such/path")) }
    }

    @Test func `takes the type from the mount table as findmnt does`() throws {
        let output = try TestTree.output(["findmnt", "-n", "-o", "FSTYPE", "-T", "/proc"])
        let types = String(decoding: output, as: UTF8.self).split(separator: "\n")
        let type = try MountTable.type(ofMountHolding: EntryPath("/proc"))
        #expect(type == types.last.map(String.init))
    }

    @Test func `takes the last mount of a device, past optional fields`() {
        let table = """
            22 1 0:21 / /a rw shared:1 master:2 - ext4 /dev/a rw
            23 1 0:22 / /b rw - fuse.sshfs host:/ rw
            24 1 0:21 / /a rw - xfs /dev/a rw
            broken line
            """
        #expect(MountTable.type(ofDevice: "0:21", in: table) == "xfs")
        #expect(MountTable.type(ofDevice: "0:22", in: table) == "fuse.sshfs")
        #expect(MountTable.type(ofDevice: "0:23", in: table) == nil)
    }
}
