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
            csv is pdq,quality,path; jsonl has digests and sizes too. Without --exact a PDQ hash \
            is the screened one, some bits off: to make a hash list, use --exact. \
            What cannot be hashed is named on standard error, and the exit code is 4; 2 if \
            there is no file of a name.

            EXAMPLES
              turnstone hash --exact photo.jpg scan.png > list.csv
              turnstone hash --format jsonl photos/*.jpg
            """
    )

    @Argument(help: "Files to fingerprint.")
    var files: [String]

    @Option(help: "csv (pdq,quality,path) or jsonl.")
    var format = HashFormat.csv

    @Flag(help: "Decode in full: bit-exact with the reference.")
    var exact = false

    /// How fingerprints are printed.
    enum HashFormat: String, ExpressibleByArgument, CaseIterable { case csv, jsonl }

    func run() throws {
        let program = try LocalWorkers.program()
        let words =
            [program, "hash", "--format", format.rawValue] + (exact ? ["--exact"] : []) + ["--"]
            + files
        var arguments = unsafe words.map { word in
            unsafe strdup((ArgumentWord.bytes(word) + [0]).map { CChar(bitPattern: $0) })
        }
        unsafe arguments.append(nil)
        _ = unsafe execv(program, arguments)
        throw LocalWorkerError.system("starting \(program)", errno)
    }
}
