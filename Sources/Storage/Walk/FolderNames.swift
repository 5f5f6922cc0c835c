internal import CLinux

/// One name in a folder, with the kind that the folder itself tells.
///
/// Safe to hand around only within the body of ``FolderNames/forEach(in:_:)``, whose buffer it
/// is in.
@safe struct FolderName {
    /// Without its NUL, which follows it in memory.
    let bytes: UnsafeRawBufferPointer
    let type: UInt8

    /// The name as a C string.
    var text: UnsafePointer<CChar>? {
        // SAFETY: the kernel ends every name with a NUL.
        unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
    }

    var isDot: Bool {
        unsafe bytes.elementsEqual([UInt8(ascii: ".")])
            || bytes.elementsEqual([UInt8(ascii: "."), UInt8(ascii: ".")])
    }
}

/// The names of folders, read in blocks of a fixed size, so that a huge folder costs no memory.
@safe final class FolderNames {
    private let buffer: UnsafeMutableRawBufferPointer

    init() {
        unsafe buffer = .allocate(byteCount: WalkLimits.namesByteCount, alignment: 16)
    }

    deinit { unsafe buffer.deallocate() }

    /// Calls `body` with every name of an open folder but `.` and `..`.
    ///
    /// - Returns: 0, or the errno that ended the reading early.
    func forEach<Failure>(
        in descriptor: Int32,
        _ body: (FolderName) throws(Failure) -> Void
    ) throws(Failure) -> Int32 {
        while true {
            let count = unsafe linux_read_names(descriptor, buffer.baseAddress, buffer.count)
            if count <= 0 { return Int32(-count) }
            var offset = 0
            while offset < Int(count) {
                var found = unsafe linux_name()
                // SAFETY: the kernel wrote whole records up to `count`.
                unsafe offset = linux_next_name(buffer.baseAddress, offset, &found)
                let name = unsafe FolderName(
                    bytes: UnsafeRawBufferPointer(start: found.text, count: found.length),
                    type: found.type
                )
                if !name.isDot { try body(name) }
            }
        }
    }
}
