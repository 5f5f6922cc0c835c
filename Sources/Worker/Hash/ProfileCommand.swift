internal import ArgumentParser
internal import Core
internal import Glibc
internal import Storage

/// The CPU time of each stage over some files, for the benchmarks.
struct ProfileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "CPU seconds of each stage over some files, as JSON.",
        shouldDisplay: false
    )

    @Option(help: "A compiled hash list (SWEEP/lists/*.list) to match with; repeatable.")
    var list: [String] = []

    @Flag(help: "Match in the eight variants: eight needles at once.")
    var variants = false

    @Flag(help: "Decode in full.")
    var exact = false

    @Option(help: "Digests to make: some of md5,sha1,sha256, or none.")
    var digests = DigestKinds.all.argument

    @Argument(help: "Files to examine.")
    var files: [String]

    func run() async throws {
        let crew = try await Crew(
            laneCount: 1,
            program: try programPath(),
            storage: LocalStorage()
        )
        // What the parser of the command line took is not of interest: it grows with the square of
        // the number of files.
        let start = ProfileCommand.processNanoseconds
        let entries = files.map {
            FileEntry(path: EntryPath($0), size: 0, mtimeNanoseconds: 0)
        }
        let kinds = try DigestKinds(argument: digests)
        let rows = try await crew.examine(entries, exact: exact, digests: kinds).map(\.row)
        let driving = ProfileCommand.processNanoseconds - start
        let reading = try read()
        let matching = try match(rows)
        let cost = await crew.cost()
        await crew.stop()
        // Reading is done twice, once with all that drives a lane and once alone: what driving
        // costs is the difference.
        let around = [
            (name: "match", nanoseconds: matching),
            (name: "drive", nanoseconds: driving - min(driving, reading)),
        ]
        let stages = [(name: "read", nanoseconds: reading)] + StageCosts(cost).stages + around
        print(StageCosts.json(stages))
    }

    /// Reads every file once more and nothing else.
    private func read() throws -> UInt64 {
        let start = ProfileCommand.processNanoseconds
        let storage = LocalStorage()
        var buffer: [UInt8] = []
        for name in files {
            let file = try storage.open(EntryPath(name))
            let size = Int(try file.status().size)
            if buffer.count < size { buffer = [UInt8](repeating: 0, count: size) }
            let count = try unsafe buffer.withUnsafeMutableBytes {
                try unsafe file.read(
                    into: UnsafeMutableRawBufferPointer(rebasing: $0[..<size]),
                    at: 0
                )
            }
            guard count == size else { throw ReadError.vanished }
        }
        return ProfileCommand.processNanoseconds - start
    }

    /// Matches every fingerprint with the lists.
    private func match(_ rows: [SegmentRow]) throws -> UInt64 {
        let lists = try list.map {
            MatcherList(list: try CompiledList(MappedFile(path: $0)), settings: ListSettings())
        }
        let matcher = Matcher(lists: lists)
        let start = ProfileCommand.processNanoseconds
        for case let fingerprint? in rows.map(\.fingerprint) {
            _ = matcher.matches(
                digests: fingerprint.digests,
                picture: fingerprint.picture,
                variants: variants(of: fingerprint)
            )
        }
        return ProfileCommand.processNanoseconds - start
    }

    /// Eight hashes of a picture, all alike: what comparing them costs does not depend on them.
    private func variants(of fingerprint: Fingerprint) -> [PictureVariant: PDQHash] {
        guard variants, let picture = fingerprint.picture else { return [:] }
        return Dictionary(
            uniqueKeysWithValues: PictureVariant.allCases.map { ($0, picture.hash) }
        )
    }

    /// CPU time of this process without its lanes.
    private static var processNanoseconds: UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
