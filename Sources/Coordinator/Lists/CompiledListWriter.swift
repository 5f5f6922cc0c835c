internal import CLinux
internal import Core
internal import Digests
internal import Foundation
internal import Storage

/// Writes compiled lists: the file is complete and durable before it has its name.
struct CompiledListWriter {
    let folder: String

    /// Writes the list with mode 0600; a file of the same name has the same bytes and is replaced.
    ///
    /// - Parameter mark: tells the temporary file from those of others who write here.
    func write(
        _ image: CompiledListImage,
        mark: UInt64 = .random(in: 0 ... .max)
    ) throws(HashListFileError) -> (path: String, digest: Digest) {
        guard let digest = try? SHA256Stream() else { throw .noSHA256 }
        let own = OwnFolder(EntryPath(folder))
        let temporary = ".\(String(mark, radix: 16))\(Self.partSuffix)"
        do throws(SystemError) {
            let found = try fill(own.path.appending(temporary), with: image, digest)
            try own.rename(temporary, to: "\(found.hex).list")
            return ("\(folder)/\(found.hex).list", found)
        } catch {
            _ = unsafe own.path.appending(temporary).withCString { unsafe linux_remove($0) }
            throw .system(error)
        }
    }

    /// Removes what compilers and workers that were killed were writing. Only for who holds the
    /// sweep: to anyone else such a file may be one that is being written.
    static func removeLeftovers(in folder: String) {
        // What cannot be removed now is in nobody's way.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where name.hasSuffix(partSuffix) {
            try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
    }

    static let partSuffix = ".part"

    private func fill(
        _ path: EntryPath,
        with image: CompiledListImage,
        _ digest: consuming SHA256Stream
    ) throws(SystemError) -> Digest {
        let file = try Descriptor(creating: path)
        try image.write { piece throws(SystemError) in
            digest.update(piece)
            try file.write(piece)
        }
        let found = digest.finish()
        try ContentSeal(found.bytes).set(on: file)
        // The bytes before the name: after a crash no list's name stands for half a list.
        try file.sync()
        return found
    }
}
