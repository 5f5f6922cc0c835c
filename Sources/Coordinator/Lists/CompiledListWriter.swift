internal import Core
internal import Digests
internal import Glibc

/// Writes compiled lists: the file is complete and durable before it has its name.
struct CompiledListWriter {
    let directory: String

    /// Writes the list with mode 0600; a file of the same name has the same bytes and is replaced.
    func write(_ image: CompiledListImage) throws(HashListFileError) -> (
        path: String, digest: Digest
    ) {
        var template = Array("\(directory)/.list-XXXXXX".utf8CString)
        let descriptor = unsafe mkostemp(&template, O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("create") }
        let temporary = String(
            decoding: template.dropLast().map(UInt8.init(bitPattern:)),
            as: UTF8.self
        )
        do throws(HashListFileError) {
            defer { close(descriptor) }
            let digest = try fill(descriptor, with: image)
            let path = "\(directory)/\(digest.hex).list"
            // The bytes before the name: after a crash there is no half a list under a list's name.
            guard fsync(descriptor) == 0 else { throw failure("fsync") }
            guard unsafe rename(temporary, path) == 0 else { throw failure("rename") }
            try syncDirectory()
            return (path, digest)
        } catch {
            unsafe unlink(temporary)
            throw error
        }
    }

    private func fill(
        _ descriptor: Int32,
        with image: CompiledListImage
    ) throws(HashListFileError) -> Digest {
        guard var digest = try? SHA256Stream() else {
            throw HashListFileError(path: directory, cause: .noSHA256)
        }
        try image.write { piece throws(HashListFileError) in
            digest.update(piece)
            var offset = 0
            while offset < piece.count {
                let rest = piece.extracting(offset...)
                let count = unsafe rest.withUnsafeBufferPointer {
                    unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
                }
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw failure("write") }
                offset += count
            }
        }
        return digest.finish()
    }

    private func syncDirectory() throws(HashListFileError) {
        let descriptor = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("fsync") }
    }

    private func failure(_ operation: String) -> HashListFileError {
        HashListFileError(path: directory, cause: .write(operation: operation, errno: errno))
    }
}
