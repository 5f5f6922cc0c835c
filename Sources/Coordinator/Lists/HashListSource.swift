internal import Core
internal import Digests
internal import Glibc

/// A hash list's file, read once from the first byte to the last.
struct HashListSource {
    /// Bytes of one read: also bounds how many events wait at once.
    private static let readByteCount = 1 << 18

    let argument: HashListArgument
    /// Hashes that come with a lower PDQ quality are left aside, 0 to 100.
    let qualityFloor: Int

    /// Reads it all: what it holds, its format and the SHA-256 of its bytes.
    func read() throws(HashListFileError) -> (
        records: CompiledListBuilder, format: HashListFormat, version: Digest
    ) {
        let descriptor = unsafe open(argument.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(.read(errno)) }
        defer { close(descriptor) }
        guard var digest = try? SHA256Stream() else { throw failure(.noSHA256) }
        var reader = HashListReader(kind: argument.kind, qualityFloor: qualityFloor)
        var builder = CompiledListBuilder()
        var buffer = [UInt8](repeating: 0, count: Self.readByteCount)
        var events: [ListEvent] = []
        while true {
            let count = try fill(&buffer, from: descriptor)
            digest.update(buffer.span.extracting(..<count))
            do throws(HashListError) {
                if count > 0 {
                    try reader.read(buffer.span.extracting(..<count), to: &events)
                } else {
                    try reader.finish(to: &events)
                }
                for event in events { try builder.take(event) }
            } catch {
                throw failure(.list(error))
            }
            events.removeAll(keepingCapacity: true)
            if count == 0 { break }
        }
        guard let format = reader.format else { throw failure(.list(.unknownFormat)) }
        return (builder, format, digest.finish())
    }

    private func fill(
        _ buffer: inout [UInt8],
        from descriptor: Int32
    ) throws(HashListFileError) -> Int {
        while true {
            let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
            if count >= 0 { return count }
            // A signal is no reason to give up a list.
            if errno != EINTR { throw failure(.read(errno)) }
        }
    }

    private func failure(_ cause: HashListFileError.Cause) -> HashListFileError {
        HashListFileError(path: argument.path, cause: cause)
    }
}
