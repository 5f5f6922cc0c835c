package import ArgumentParser
internal import Core
internal import FoundationEssentials
internal import Storage

/// `turnstone list`: what there is to know of hash lists.
package struct ListCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Look at hash lists.",
        subcommands: [ListInspectCommand.self]
    )

    /// Makes the command; the parser fills it.
    package init() {}
}

/// `turnstone list inspect`: what hash lists hold.
struct ListInspectCommand: ParsableCommand {
    /// An unusable list is an error of configuration.
    private static let exitCodeUnusable: Int32 = 2

    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what a hash list holds: counts by type, and which records are rejected.",
        discussion: """
            Formats are told by content: Turnstone CSV, bare hashes, md5sum and its family, \
            hashdeep, PDQ tools, VICS JSON. Bare lists of 64 digits need KIND before the file.

            EXAMPLES
              turnstone list inspect known.csv
              turnstone list inspect pdq:bare.txt sha256:sums.txt
            """
    )

    @Argument(help: ArgumentHelp("Hash lists.", valueName: "[kind:]file"))
    var lists: [String]

    @Option(help: "Leave aside hashes that come with a lower PDQ quality (0 to 100).")
    var quality = ListSettings.qualityFloorDefault

    @Flag(help: "Print one JSON object on standard output.")
    var json = false

    func validate() throws {
        guard ListSettings.qualityFloorRange.contains(quality) else {
            throw ValidationError("--quality takes a number from 0 to 100.")
        }
    }

    func run() throws {
        var output = StandardOutputSink()
        var inspections: [ListInspection] = []
        var hasFailed = false
        for list in lists {
            do {
                let inspection = try ListInspection(
                    of: HashListArgument(list),
                    qualityFloor: quality
                )
                inspections.append(inspection)
                if !json { try output.write(inspection.text) }
                if inspection.accepted == 0 {
                    hasFailed = true
                    StandardError.write("turnstone: the hash list \(list) has no usable record\n")
                }
            } catch let error as HashListFileError {
                // The other lists are still worth a look.
                hasFailed = true
                StandardError.write("turnstone: \(error)\n")
            }
        }
        if json { try output.write(ListInspectCommand.json(inspections)) }
        try output.finish()
        if hasFailed { throw ExitCode(Self.exitCodeUnusable) }
    }

    private static func json(_ inspections: [ListInspection]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(["lists": inspections])
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}
