internal import CLinux
internal import Core

/// Looks at listed paths. Links in a path's folder are followed, the path's own last name is not;
/// lists go folder by folder, so the last folder is kept.
struct ListedParents: ~Copyable {
    private var folder: [UInt8] = []
    private var resolved: [UInt8] = []
    private var descriptor: Descriptor?
    private var failure: Int32 = 0

    /// Looks at an absolute path.
    ///
    /// - Returns: the path that stands in the manifest, and what was found there.
    mutating func status(of listed: [UInt8]) -> (path: [UInt8], status: FoundStatus) {
        let names = listed.split(separator: UInt8(ascii: "/")).filter { $0 != [UInt8(ascii: ".")] }
        guard let last = names.last, last != [UInt8(ascii: "."), UInt8(ascii: ".")] else {
            return Self.whole(Self.joined(names[...]))
        }
        open(Self.joined(names.dropLast()))
        let slash = resolved.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]
        let path = resolved + slash + last
        guard let number = descriptor?.number else { return (path, .failed(failure)) }
        return (path, unsafe EntryPath(Array(last)).withCString { unsafe FoundStatus(number, $0) })
    }

    /// A path that ends in `..` or is `/` names a folder; all of it is resolved.
    private static func whole(_ listed: [UInt8]) -> (path: [UInt8], status: FoundStatus) {
        switch WalkRoot.resolve(listed) {
        case .failure(let failure): (listed, .failed(failure.errno))
        case .success(let path):
            (path, unsafe EntryPath(path).withCString { unsafe FoundStatus(AT_FDCWD, $0) })
        }
    }

    private static func joined(_ names: ArraySlice<ArraySlice<UInt8>>) -> [UInt8] {
        names.isEmpty ? [UInt8(ascii: "/")] : names.flatMap { [UInt8(ascii: "/")] + $0 }
    }

    private mutating func open(_ folder: [UInt8]) {
        if folder == self.folder { return }
        self.folder = folder
        resolved = folder
        descriptor = nil
        failure = 0
        switch WalkRoot.resolve(folder) {
        case .success(let path): resolved = path
        // Too long for realpath(3): taken as it is, and refused by the kernel if there is a link.
        case .failure(let error) where error.errno == ENAMETOOLONG: break
        case .failure(let error):
            failure = error.errno
            return
        }
        let number = NoLinkPath.open(resolved, flags: O_PATH | O_DIRECTORY)
        if number >= 0 {
            descriptor = Descriptor(taking: number, path: EntryPath(resolved))
        } else {
            failure = -number
        }
    }
}
