internal import Core
internal import Digests
internal import Storage

/// A hash list's file, read once from the first byte to the last.
struct HashListSource {
    /// Bytes of one read: also bounds how many events wait at once.
    private static let readByteCount = 1 << 18

    let argument: HashListArgument
    /// Hashes that come with a lower PDQ quality are left aside, 0 to 100.
    let qualityFloor: Int
    /// Where a large list is put while it is compiled; `nil`: it is held.
    var scratch: ScratchFolder?

    /// Reads it all: what it holds, its format and the SHA-256 of its bytes.
    func read() throws(HashListFileError) -> (
        records: CompiledListBuilder, format: HashListFormat, version: Digest
    ) {
        guard var digest = try? SHA256Stream() else { throw .noSHA256 }
        var reader = HashListReader(kind: argument.kind, qualityFloor: qualityFloor)
        var builder = CompiledListBuilder(scratch)
        var events: [ListEvent] = []
        var buffer = [UInt8](repeating: 0, count: Self.readByteCount)
        let file = try opened()
        while true {
            let count = try fill(&buffer, from: file)
            digest.update(buffer.span.extracting(..<count))
            do throws(HashListError) {
                if count > 0 {
                    try reader.read(buffer.span.extracting(..<count), to: &events)
                } else {
                    try reader.finish(to: &events)
                }
                for event in events { try builder.take(event) }
            } catch {
                throw HashListFileError(argument, error, scratch)
            }
            events.removeAll(keepingCapacity: true)
            if count == 0 { break }
        }
        guard let format = reader.format else {
            throw .list(path: argument.path, .unknownFormat)
        }
        return (builder, format, digest.finish())
    }

    private func opened() throws(HashListFileError) -> Descriptor {
        do throws(SystemError) {
            return try Descriptor(reading: EntryPath(argument.path))
        } catch {
            throw .unreadable(error)
        }
    }

    private func fill(
        _ buffer: inout [UInt8],
        from file: borrowing Descriptor
    ) throws(HashListFileError) -> Int {
        do throws(SystemError) {
            return try file.fillNext(&buffer)
        } catch {
            throw .unreadable(error)
        }
    }
}
