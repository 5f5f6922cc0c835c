internal import ArgumentParser
internal import Foundation
internal import Wire

/// `turnstone keys`: the CURVE keys of coordinators and workers.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Keys of coordinators and workers.",
        discussion: """
            EXAMPLES
              turnstone keys new ./keys coordinator
              turnstone keys new ./node-7 node-7
            """,
        subcommands: [NewKeysCommand.self]
    )
}

/// `turnstone keys new`: a new key pair.
struct NewKeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Make a CURVE key pair: NAME.public and NAME.secret (0600).",
        discussion: """
            The coordinator's pair is named coordinator; its public half goes to every worker. A \
            worker's public half goes into workers/ beside coordinator.secret, and lets it in.

            EXAMPLES
              turnstone keys new ./keys coordinator
              turnstone keys new ./node-7 node-7
              cp ./keys/coordinator.public ./node-7/
              mkdir -p ./keys/workers && cp ./node-7/node-7.public ./keys/workers/
            """
    )

    @Argument(help: "Folder, made 0700 if it is not there.")
    var folder: String

    @Argument(help: "Name of the key's holder.")
    var name: String

    func validate() throws {
        let isPlain = name.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0))
        }
        guard isPlain, !name.isEmpty, name.count <= 64, !name.hasPrefix(".") else {
            throw ValidationError("NAME is 1 to 64 letters, digits, - _ and . (not first).")
        }
        guard !name.hasPrefix(LocalWorkers.namePrefix) else {
            throw ValidationError(
                "Names that begin with \(LocalWorkers.namePrefix) are for local workers."
            )
        }
    }

    func run() throws {
        if !FileManager.default.fileExists(atPath: folder) {
            do {
                try FileManager.default.createDirectory(
                    atPath: folder,
                    withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700]
                )
            } catch {
                throw KeyFileError(
                    path: folder,
                    problem: "the folder cannot be made; check the path and who may write there"
                )
            }
        }
        let home = folder + "/" + name
        try KeyFile.write(CurveKeyPair(), to: home, of: name)
        var output = StandardOutputSink()
        try output.write("\(home).public\n\(home).secret\n")
        try output.finish()
    }
}
