internal import ArgumentParser
internal import Core
internal import Foundation
internal import Storage

extension ReportFormat: ExpressibleByArgument {}

/// `turnstone report`: what a sweep found and what it could not look at.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "What a sweep found, what it examined and what it could not.",
        discussion: """
            text is for people; html is one page to hand over; csv and jsonl are the findings for \
            programs; outcomes is one JSON line for every file of the manifest.

            EXAMPLES
              turnstone report /var/lib/turnstone/monday
              turnstone report /var/lib/turnstone/monday --format html --output report.html
              turnstone report /var/lib/turnstone/monday --format outcomes | grep unreadable
            """
    )

    @Argument(help: "Folder of the sweep.")
    var sweep: String

    @Option(help: "text, html, csv, jsonl (findings) or outcomes (every file).")
    var format = ReportFormat.text

    @Option(help: "File to write, for its owner only; default, and -: standard output.")
    var output: String?

    func run() throws {
        let folder = try SweepFolder(existing: sweep)
        let isHeld = folder.isHeld
        let ledger = try Ledger.open(in: folder.path, readOnly: true)
        let records = try SweepRecords(folder: folder, ledger: ledger)
        let phase = SweepPhase(records.record, isHeld: isHeld)
        do {
            if let output, output != "-" {
                guard !SweepFolder.keeps(output) else {
                    throw ReportError(.intrude, output: output)
                }
                var sink = try FileSink(path: output)
                try write(records, phase, to: &sink)
                try sink.finish()
            } else {
                var sink = StandardOutputSink()
                try write(records, phase, to: &sink)
                try sink.finish()
            }
        } catch let error as ReportError { throw error } catch { throw Failure(error) }
    }

    private func write(
        _ records: SweepRecords,
        _ phase: SweepPhase,
        to sink: inout some ReportSink & ~Copyable
    ) throws {
        let summary = try records.summary()
        let origin = ReportOrigin(
            directory: EntryPath(records.folder.path),
            madeAtNanoseconds: Int64(Date.now.timeIntervalSince1970 * 1e9),
            phase: phase
        )
        if format.isLines, let notice = UnfinishedNotice(summary, origin) {
            StandardError.write("turnstone: \(notice.sentence)\n")
        }
        try Report.write(
            format: format,
            summary: summary,
            origin: origin,
            findings: records.findings(),
            outcomes: records.outcomes(),
            items: records.outcomeItems(),
            to: &sink
        )
    }
}
