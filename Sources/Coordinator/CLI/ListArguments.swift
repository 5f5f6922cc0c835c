internal import ArgumentParser
internal import Core
internal import Foundation
internal import Storage

/// The hash lists of a sweep and how they are matched: options of `scan`.
struct ListArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A hash list; repeatable. KIND (pdq, md5, sha1, sha256) is for lists of bare hashes.",
            valueName: "[kind:]file"
        )
    )
    var hashes: [String] = []

    @Option(
        parsing: .unconditional,
        help: "Greatest PDQ distance that matches, 0 to 256 bits."
    )
    var threshold = 31

    @Option(parsing: .unconditional, help: "Least PDQ quality that is matched, 0 to 100.")
    var quality = 50

    @Option(
        help: ArgumentHelp(
            "Another threshold for the list of that file name; repeatable.",
            valueName: "name=n"
        )
    )
    var listThreshold: [String] = []

    @Option(
        help: ArgumentHelp(
            "Another least quality for the list of that file name; repeatable.",
            valueName: "name=n"
        )
    )
    var listQuality: [String] = []

    @Flag(help: "Match the eight rotations and mirror images too.")
    var variants = false

    @Flag(
        help: """
            Decode every picture in full, not only what may match: slower, with the same findings, \
            save of files that were made to deceive.
            """
    )
    var exact = false

    @Option(
        help: ArgumentHelp(
            "Digests to make of each file: some of md5,sha1,sha256, or none.",
            discussion: """
                What is not made is not compared and not reported: a list that has such entries is \
                refused. MD5 costs the most; beside it the two others cost nothing. With none, \
                pictures alone are compared, by PDQ, and of files too large for a decoder (256M) \
                only the beginning is read.
                """
        )
    )
    var digests = DigestKinds.all.argument

    /// The digests to make.
    var digestKinds: DigestKinds {
        get throws {
            do throws(DigestKindsError) { return try DigestKinds(argument: digests) } catch {
                throw ValidationError("\(error)")
            }
        }
    }

    func validate() throws {
        _ = try digestKinds
        guard (0...256).contains(threshold) else {
            throw ValidationError("--threshold takes 0 to 256.")
        }
        guard (0...100).contains(quality) else {
            throw ValidationError("--quality takes 0 to 100.")
        }
        _ = try overrides(listThreshold, "--list-threshold", 0...256)
        _ = try overrides(listQuality, "--list-quality", 0...100)
    }

    /// Compiles the lists into the sweep's folder, and says on standard error what was not taken.
    func compile(into folder: SweepFolder) throws -> [SweepSettings.List] {
        guard !hashes.isEmpty else {
            throw ValidationError("Say what to look for: --hashes [KIND:]FILE.")
        }
        let thresholds = try overrides(listThreshold, "--list-threshold", 0...256)
        let qualities = try overrides(listQuality, "--list-quality", 0...100)
        var lists: [SweepSettings.List] = []
        for argument in hashes {
            let source = HashListArgument(argument)
            let name = source.name
            let floor = qualities[name] ?? quality
            let compiled = try HashListCompiler(directory: folder.lists, qualityFloor: floor)
                .compile(source)
            if let error = try UnmadeDigests(compiled, digestKinds) { throw error }
            warn(of: compiled, argument)
            let list = SweepSettings.List(
                name: compiled.name,
                version: compiled.version.hex,
                compiled: compiled.digest.hex,
                byteCount: compiled.byteCount,
                entryCount: compiled.entryCount,
                rejectedCount: compiled.tally.rejectedCount,
                ignoredCount: compiled.tally.ignoredCount,
                threshold: thresholds[name] ?? threshold,
                qualityFloor: floor
            )
            // Twice the same would only double every finding.
            if lists.contains(list) {
                let word = VisibleText(list.name).text
                StandardError.write("turnstone: \(word) is given twice; it is used once\n")
            } else {
                lists.append(list)
            }
        }
        for name in Set(thresholds.keys).union(qualities.keys)
        where !lists.contains(where: { $0.name == name }) {
            throw ValidationError("There is no list named \(name) among the --hashes.")
        }
        return lists
    }

    /// Records that were not taken are never passed over in silence.
    private func warn(of list: CompiledListFile, _ argument: String) {
        let rejected = list.tally.rejectedCount
        guard rejected > 0 else { return }
        let name = VisibleText(list.name).text
        let word = ShellWord.word(for: EntryPath(argument))
        StandardError.write(
            "turnstone: \(Quantity.count(rejected, "record")) of \(name) cannot be used; "
                + "`turnstone list inspect \(word)` says which lines and why\n"
        )
    }

    private func overrides(
        _ arguments: [String],
        _ option: String,
        _ range: ClosedRange<Int>
    ) throws -> [String: Int] {
        var numbers: [String: Int] = [:]
        for argument in arguments {
            guard let sign = argument.lastIndex(of: "="),
                let number = Int(argument[argument.index(after: sign)...]), range.contains(number)
            else {
                throw ValidationError(
                    "\(option) takes NAME=\(range.lowerBound)…\(range.upperBound), not \(argument)."
                )
            }
            numbers[String(argument[..<sign])] = number
        }
        return numbers
    }
}
