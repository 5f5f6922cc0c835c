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

    @Argument(help: "Files to examine.")
    var files: [String]

    func run() async throws {
        let crew = try await Crew(
            laneCount: 1,
            program: try programPath(),
            storage: LocalStorage()
        )
        guard let examiner = crew.examiners(matcher: Matcher(lists: []), variants: false).first
        else { return }
        let start = processNanoseconds()
        for file in files {
            let entry = FileEntry(path: EntryPath(file), size: 0, mtimeNanoseconds: 0)
            _ = try await examiner.examine(entry)
        }
        let cost = await crew.cost()
        await crew.stop()
        let read = processNanoseconds() - start
        print(
            """
            {"read": \(seconds(read)), "digest": \(seconds(cost.digestNanoseconds)), \
            "decode": \(seconds(cost.decodeNanoseconds)), "pdq": \(seconds(cost.hashNanoseconds))}
            """
        )
    }

    private func seconds(_ nanoseconds: UInt64) -> Double { Double(nanoseconds) / 1e9 }

    /// CPU time of this process without its lanes: reading, and all that it takes to drive lanes.
    private func processNanoseconds() -> UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
