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

    @Option(help: "Decoder processes.")
    var lanes: Int?

    /// Files examined before their lines are printed.
    private static let portion = 256

    func run() async throws {
        let crew = try await Crew(
            laneCount: min(lanes ?? coreCount(), max(1, files.count)),
            program: try programPath(),
            storage: LocalStorage()
        )
        let examiners = crew.examiners(matcher: Matcher(lists: []), variants: false)
        var failures = 0
        for start in stride(from: 0, to: files.count, by: HashCommand.portion) {
            let names = files[start..<min(start + HashCommand.portion, files.count)]
            let entries = names.map { name in
                FileEntry(path: absolute(name), size: size(of: name), mtimeNanoseconds: 0)
            }
            let results = try await examine(entries, with: examiners)
            for (name, examined) in zip(names, results) {
                if !show(name, examined.row) { failures += 1 }
            }
        }
        await crew.stop()
        // Buffered output that cannot be written would otherwise be lost without a word.
        if fflush(nil) != 0 {
            let code = errno
            // Whoever reads only the beginning has all that they wanted.
            if code == EPIPE { return }
            throw HashError.output(code)
        }
        if failures > 0 { throw ExitCode(4) }
    }

    private func examine(
        _ entries: [FileEntry],
        with examiners: [Examiner]
    ) async throws -> [Examined] {
        let queue = ShardQueue()
        await queue.add(HeldShard(id: ShardID(0), epoch: Epoch(1), entries: entries))
        return try await withThrowingTaskGroup(of: [Examined]?.self) { group in
            for examiner in examiners {
                group.addTask {
                    while let item = await queue.next() {
                        let result: Examined?
                        do { result = try await examiner.examine(item.entry) } catch {
                            // The others wait for files that will not be handed out any more.
                            await queue.close()
                            throw error
                        }
                        guard let examined = result else { return nil }
                        if let whole = await queue.finish(item, examined) {
                            await queue.close()
                            return whole.results
                        }
                    }
                    return nil
                }
            }
            var results: [Examined] = []
            for try await part in group { if let part { results = part } }
            return results
        }
    }

    /// Prints a file's line, or says why there is none.
    private func show(_ name: String, _ row: SegmentRow) -> Bool {
        switch (row.outcome, format) {
        case (.image, .csv):
            guard let picture = row.fingerprint?.picture else { return false }
            print("\(picture.hash.hex),\(picture.quality),\(CSVCell.text(name))")
        case (.image, .jsonl), (.other, .jsonl), (.undecodable, .jsonl):
            print(HashLine(path: name, row: row).json)
        default: break
        }
        if row.outcome == .image || (row.outcome == .other && format == .jsonl) { return true }
        StandardError.write("turnstone hash: \(name): \(reason(row.outcome))\n")
        return false
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

    private func absolute(_ name: String) -> EntryPath {
        guard let resolved = unsafe realpath(name, nil) else { return EntryPath(name) }
        defer { unsafe free(resolved) }
        return unsafe EntryPath(
            Array(UnsafeRawBufferPointer(start: resolved, count: strlen(resolved)))
        )
    }

    private func size(of name: String) -> Int64 {
        var status = stat()
        return unsafe stat(name, &status) == 0 ? Int64(status.st_size) : 0
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
