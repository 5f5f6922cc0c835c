internal import ArgumentParser
internal import Core
internal import Foundation
internal import Glibc
internal import Storage

/// What `scan` and `resume` share: run, report, and leave with the right code.
struct Finish {
    let sweep: Sweep
    let arguments: RunArguments
    let interruption: Interruption

    /// Runs a planned sweep, prints the summary and ends with the code that it calls for.
    ///
    /// - Parameter host: What listens for workers; `nil` if every shard is done already.
    func run(on host: Host?, _ options: RunOptions, isResumed: Bool) async throws {
        let end: SweepServer.End
        do {
            end = try await runUntilSignal(on: host, options, isResumed: isResumed)
        } catch SweepError.listDoubted(let name) {
            // What was found may not be all: it is not gone on with.
            throw Failure(SweepError.listDoubted(name))
        } catch {
            StandardError.write(
                "turnstone: nothing acknowledged is lost; `\(resumeCommand)` goes on\n"
            )
            throw Failure(error)
        }
        let summary: Summary
        do {
            let records = try SweepRecords(folder: sweep.folder, ledger: sweep.ledger)
            summary = try records.summary()
            try sweep.writeReports(records, summary)
            try show(summary)
        } catch {
            let phase = end == .complete ? SweepPhase.complete : .interrupted
            throw Failure(UntoldEnd.error(error, phase, sweep.folder))
        }
        if end == .interrupted {
            StandardError.write("turnstone: stopped before the end; `\(resumeCommand)` goes on\n")
            throw ExitCode(4)
        }
        do { try sweep.ledger.close() } catch { throw Failure(error) }
        throw ExitCode(Finish.code(of: summary))
    }

    /// 1 with findings, or matches that are none only for lack of room; 3 where files that should
    /// have been examined could not be; else 0.
    static func code(of summary: Summary) -> Int32 {
        if summary.findings > 0 || summary.matchesLeftOut > 0 { return 1 }
        let gaps = OutcomeKind.allCases.filter(\.isCoverageGap)
        return gaps.contains { summary.outcomes[$0.name, default: 0] > 0 } ? 3 : 0
    }

    private var resumeCommand: String { sweep.folder.resumeCommand }

    private func runUntilSignal(
        on host: Host?,
        _ options: RunOptions,
        isResumed: Bool
    ) async throws -> SweepServer.End {
        guard let host else { return .complete }
        interruption.reach(.running(resume: resumeCommand))
        return try await sweep.run(
            on: host,
            options,
            isResumed: isResumed,
            stop: interruption.stop
        )
    }

    private func show(_ summary: Summary) throws {
        var output = StandardOutputSink()
        if arguments.json {
            try output.write(SummaryLine(summary).bytes)
        } else {
            let origin = ReportOrigin(directory: EntryPath(sweep.folder.path))
            try output.write(SummaryText(summary, origin: origin).bytes)
            try output.write(Array("\nreport  \(sweep.folder.reports)/report.html\n".utf8))
        }
        do throws(ReportError) { try output.finish() } catch {
            // The answer is in the exit code too, for those who do not read.
            guard error.isReaderGone else { throw error }
        }
        if summary.files == 0 {
            StandardError.write("turnstone: there was no file to look at; check the paths\n")
        }
    }
}

extension SweepFolder {
    /// What goes on with the sweep, as a shell takes it.
    var resumeCommand: String { "turnstone resume \(ShellWord.word(for: EntryPath(path)))" }
}
