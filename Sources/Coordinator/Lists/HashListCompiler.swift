package import Core
internal import Digests

/// A hash list that was compiled: what a sweep remembers of it.
package struct CompiledListFile: Sendable {
    /// The list's name in findings and reports.
    package let name: String
    package let format: HashListFormat
    /// The SHA-256 of the list's source.
    package let version: Digest
    /// Where the compiled list is: a file named by its own digest.
    package let path: String
    /// The SHA-256 of the compiled list's bytes.
    package let digest: Digest
    /// Bytes of the compiled list.
    package let byteCount: Int
    /// Entries of the compiled list.
    package let entryCount: Int
    package let tally: ListTally
}

/// Turns hash lists into compiled lists: one read-only file each, named by its content.
///
/// The same list gives the same file, whoever compiles it. Memory is bounded: what is too much of a
/// large list is in files without names meanwhile, in the folder that gets the compiled list.
package struct HashListCompiler: Sendable {
    private let directory: String
    private let qualityFloor: Int

    /// Makes a compiler that writes into a folder that exists.
    ///
    /// - Parameter qualityFloor: hashes that come with a lower PDQ quality are left aside, 0 to
    ///   100.
    package init(directory: String, qualityFloor: Int = ListSettings.qualityFloorDefault) {
        self.directory = directory
        self.qualityFloor = qualityFloor
    }

    /// Reads a list once and writes what it holds.
    package func compile(
        _ argument: HashListArgument
    ) throws(HashListFileError) -> CompiledListFile {
        let scratch = ScratchFolder(folder: EntryPath(directory))
        let source = HashListSource(
            argument: argument,
            qualityFloor: qualityFloor,
            scratch: scratch
        )
        var (records, format, version) = try source.read()
        let (image, tally) = try finish(&records, version, argument, scratch)
        let written = try CompiledListWriter(folder: directory).write(image)
        return CompiledListFile(
            name: argument.name,
            format: format,
            version: version,
            path: written.path,
            digest: written.digest,
            byteCount: image.layout.byteCount,
            entryCount: image.entryCount,
            tally: tally
        )
    }

    private func finish(
        _ records: inout CompiledListBuilder,
        _ version: Digest,
        _ argument: HashListArgument,
        _ scratch: ScratchFolder
    ) throws(HashListFileError) -> (image: CompiledListImage, tally: ListTally) {
        do throws(HashListError) {
            return try records.finish(source: version)
        } catch {
            throw HashListFileError(argument, error, scratch)
        }
    }
}
