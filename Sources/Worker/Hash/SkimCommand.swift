internal import ArgumentParser
internal import Decode
internal import Storage

/// The skim of JPEG files beside libjpeg-turbo, for the benchmarks.
struct SkimCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skim",
        abstract: "CPU seconds of skimming JPEG files and of decoding them, as JSON.",
        shouldDisplay: false
    )

    @Option(help: "Pixels along each side of which one is the mean: 8, 4, 2 or 1.")
    var scale: Int

    @Option(help: "Times that each file is decoded both ways; the least counts.")
    var repeats = 3

    @Argument(help: "Files to decode.")
    var files: [String]

    func validate() throws {
        guard [1, 2, 4, 8].contains(scale) else {
            throw ValidationError("the scale is 8, 4, 2 or 1")
        }
    }

    func run() throws {
        var comparison = SkimComparison()
        for name in files {
            let file = try MappedFile(path: name)
            try file.withBytes { bytes throws(DecodeError) in
                try comparison.add(bytes, scale: scale, repeats: repeats)
            }
        }
        let totals = comparison.totals
        print(
            """
            {"files": \(totals.files), "unusual": \(totals.unusual), \
            "different": \(totals.different), "skim": \(Double(totals.skim) / 1e9), \
            "library": \(Double(totals.library) / 1e9), "spread": \(totals.spreadMax)}
            """
        )
    }
}
