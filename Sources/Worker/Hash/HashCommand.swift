internal import ArgumentParser
internal import Core
internal import Glibc
internal import Storage

/// How fingerprints are printed.
enum HashFormat: String, ExpressibleByArgument, CaseIterable { case csv, jsonl }

/// Fingerprints of files; `turnstone hash` runs this, since the coordinator decodes nothing.
struct HashCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hash",
        abstract: "Fingerprints of files (what `turnstone hash` runs).",
        shouldDisplay: false
    )

    @Argument(help: "Files to fingerprint.")
    var files: [String]

    @Option(help: "csv (pdq,quality,path) or jsonl.")
    var format = HashFormat.csv

    @Flag(help: "Decode in full: bit-exact with the reference.")
    var exact = false

    @Option(help: "Digests in jsonl: some of md5,sha1,sha256, or none; csv has none.")
    var digests = DigestKinds.all.argument

    @Option(help: "Decoder processes.")
    var lanes: Int?

    /// Files examined before their lines are printed.
    private static let portion = 256

    func validate() throws { _ = try kinds }

    /// The digests that lines have.
    private var kinds: DigestKinds {
        get throws {
            do throws(DigestKindsError) {
                return format == .csv ? [] : try DigestKinds(argument: digests)
            } catch { throw ValidationError("\(error)") }
        }
    }

    func run() async throws {
        let laneCount = min(lanes ?? coreCount(), max(1, files.count))
        let crew = try await Crew(
            laneCount: laneCount,
            program: try programPath(),
            storage: LocalStorage(),
            readerCountMax: OpenFiles.readerCountMax(laneCount: laneCount)
        )
        var output = HashOutput()
        var failures = Failures()
        for start in stride(from: 0, to: files.count, by: HashCommand.portion) {
            let words = files[start..<min(start + HashCommand.portion, files.count)]
            let named = words.map { HashedFile(name: EntryPath(ArgumentWord.bytes($0))) }
            try await hash(named, with: crew, to: &output, &failures)
            guard try output.flush() else {
                await crew.stop()
                return
            }
        }
        await crew.stop()
        if let code = failures.code { throw ExitCode(code) }
    }

    /// What kept files from having a line.
    private struct Failures {
        var isMissing = false
        var isUnhashed = false

        /// A path that does not exist is an error of usage, here as everywhere.
        var code: Int32? { isMissing ? 2 : isUnhashed ? 4 : nil }
    }

    /// Hashes what can be reached, prints it in the order given, and notes what has no line.
    private func hash(
        _ files: [HashedFile],
        with crew: Crew,
        to output: inout HashOutput,
        _ failures: inout Failures
    ) async throws {
        var reached: [(name: EntryPath, entry: FileEntry)] = []
        for file in files {
            switch file.place {
            case .success(let entry): reached.append((file.name, entry))
            case .failure(let error):
                complain(file.name, error.reason)
                if error.isMissing { failures.isMissing = true } else { failures.isUnhashed = true }
            }
        }
        if reached.isEmpty { return }
        let results = try await crew.examine(
            reached.map(\.entry),
            exact: exact,
            digests: try kinds
        )
        for (file, examined) in zip(reached, results) {
            if !show(file.name, examined.row, to: &output) { failures.isUnhashed = true }
        }
    }

    /// Prints a file's line, or says why there is none.
    private func show(_ name: EntryPath, _ row: SegmentRow, to output: inout HashOutput) -> Bool {
        switch (row.outcome, format) {
        case (.image, .csv):
            guard let picture = row.fingerprint?.picture else { return false }
            var line = Array("\(picture.hash.hex),\(picture.quality),".utf8)
            CSVCell.append(name.bytes, to: &line)
            output.add(line)
        case (.image, .jsonl), (.other, .jsonl), (.undecodable, .jsonl):
            output.add(Array(HashLine(path: name, row: row).json.utf8))
        default: break
        }
        if row.outcome == .image || (row.outcome == .other && format == .jsonl) { return true }
        complain(name, reason(row.outcome))
        return false
    }

    /// A sentence a file; nothing in its name can move or colour what a terminal shows.
    private func complain(_ name: EntryPath, _ reason: String) {
        StandardError.write("turnstone hash: \(VisibleText(name.bytes).text): \(reason)\n")
    }

    private func reason(_ outcome: Outcome) -> String {
        switch outcome {
        case .image: "hashed"
        case .other: "not a picture that Turnstone decodes (JPEG or PNG)"
        case .undecodable(let cause): "the picture could not be decoded: \(cause.name)"
        case .unreadable(let errno): unsafe String(cString: strerror(errno))
        case .vanished: "no such file"
        case .changed: "it changed while it was read"
        case .skipped: "not a regular file"
        case .empty: "it is empty"
        }
    }
}

/// Why fingerprints cannot be printed.
enum HashError: Error, CustomStringConvertible {
    case output(Int32)

    var description: String {
        switch self {
        case .output(let code):
            "standard output cannot be written: \(unsafe String(cString: strerror(code)))"
        }
    }
}
