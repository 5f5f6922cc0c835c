internal import ArgumentParser
internal import Core
internal import Foundation
internal import Glibc

/// `turnstone hash`: fingerprints of files. The worker program does it: nothing is decoded here.
struct HashCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hash",
        abstract: "Fingerprints of files, as a list or a peer would want them.",
        discussion: """
            csv is pdq,quality,path; jsonl has digests (--digests says which) and sizes too. \
            Without --exact a PDQ hash is the screened one, some bits off: to make a hash list, \
            use --exact. \
            What cannot be hashed is named on standard error, and the exit code is 4; 2 if \
            there is no file of a name.

            EXAMPLES
              turnstone hash --exact photo.jpg scan.png > list.csv
              turnstone hash --format jsonl photos/*.jpg
              turnstone hash --format jsonl --digests sha256 photos/*.jpg
            """
    )

    @Argument(help: "Files to fingerprint.")
    var files: [String]

    @Option(help: "csv (pdq,quality,path) or jsonl.")
    var format = HashFormat.csv

    @Flag(help: "Decode in full: bit-exact with the reference.")
    var exact = false

    @Option(help: "Digests in jsonl: some of md5,sha1,sha256, or none; default: all three.")
    var digests: String?

    func validate() throws {
        guard let digests else { return }
        guard format == .jsonl else {
            throw ValidationError("csv has no digests: use --format jsonl, or leave --digests out.")
        }
        do throws(DigestKindsError) { _ = try DigestKinds(argument: digests) } catch {
            throw ValidationError("\(error)")
        }
    }

    /// How fingerprints are printed.
    enum HashFormat: String, ExpressibleByArgument, CaseIterable { case csv, jsonl }

    func run() throws {
        let program = try LocalWorkers.program()
        let words =
            [program, "hash", "--format", format.rawValue] + (exact ? ["--exact"] : [])
            + (digests.map { ["--digests", $0] } ?? []) + ["--"] + files
        var arguments = unsafe words.map { word in
            unsafe strdup((ArgumentWord.bytes(word) + [0]).map { CChar(bitPattern: $0) })
        }
        unsafe arguments.append(nil)
        _ = unsafe execv(program, arguments)
        throw LocalWorkerError.system("starting \(program)", errno)
    }
}
