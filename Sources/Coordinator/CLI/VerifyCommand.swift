internal import ArgumentParser
internal import Core

/// `turnstone verify`: the audit of a sweep.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Audit a sweep: outcomes add up to the manifest, nothing was changed.",
        discussion: """
            Recomputes the digest of the manifest, of every segment and list, of the reports in \
            the sweep's folder and, in the ledger, of the sweep's id and settings and of every \
            shard with its findings; and prints the sums, and what was looked at. Exit code 4 if \
            anything of that is changed, or missing; a report that is gone is only named, since \
            `turnstone resume` writes it anew, of a sweep that is complete, too.

            EXAMPLES
              turnstone verify /var/lib/turnstone/monday
            """
    )

    @Argument(help: "Folder of the sweep.")
    var sweep: String

    func run() throws {
        let folder = try SweepFolder(existing: sweep)
        let audit: Audit
        do {
            let ledger = try Ledger.open(in: folder.path, readOnly: true)
            audit = try Audit(folder: folder, ledger: ledger)
        } catch let error as LedgerError where error.isOfAnother { throw error } catch {
            throw Failure(error)
        }
        var output = StandardOutputSink()
        try output.write(Array(audit.text.utf8))
        try output.finish()
        if !audit.isPassed { throw ExitCode(4) }
    }
}
