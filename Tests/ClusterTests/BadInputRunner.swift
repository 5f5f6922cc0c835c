import Foundation
import TestSupport
import Testing

/// A folder with a small tree of pictures and a list of one of them, and the real programs in it.
///
/// Commands are lines of bash: `$T` is `turnstone`, `$W` is `turnstone-worker`, `$H` looks for
/// `tree/p1.jpg`. So a failing case can be typed again as it stands.
final class BadInputRunner {
    /// What a command ended with.
    struct Ending {
        let code: Int32
        let output: String
        let errors: String

        var text: String { output + errors }
    }

    /// Long enough for a debug build on a loaded machine; nothing here waits by itself.
    private static let secondsMax = 120.0

    let folder: URL

    /// Makes the folder, with `tree/` and `sha.txt`.
    init() async throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "turnstone-bad-\(UUID().uuidString)")
        let tree = folder.appending(path: "tree")
        try FileManager.default.createDirectory(at: tree, withIntermediateDirectories: true)
        // Another user must be able to come here.
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755],
            ofItemAtPath: folder.path()
        )
        let pictures = ["420", "progressive", "grey", "444", "restart", "411"]
        for (number, name) in pictures.enumerated() {
            try FileManager.default.copyItem(
                at: Checkout.fixture("pictures/\(name).jpg"),
                to: tree.appending(path: "p\(number).jpg")
            )
        }
        try FileManager.default.copyItem(
            at: Checkout.fixture("pictures/size-64x64.png"),
            to: tree.appending(path: "q.png")
        )
        let made = try await run("sha256sum tree/p1.jpg | cut -c1-64 > sha.txt; chmod -R a+rX .")
        try #require(made.code == 0, "\(made.errors)")
    }

    deinit {
        let undo = """
            for place in mounted tree/mounted; do mountpoint -q $place && umount $place; done
            chmod -R u+rwX .
            """
        _ = try? BadInputRunner.start(undo, in: folder).endBlocking()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func start(_ script: String, in folder: URL) throws -> RunningProgram {
        try RunningProgram(
            ["bash", "-u", "-c", "cd \"$ROOM\" || exit 99\n" + script],
            environment: [
                "ROOM": folder.path(percentEncoded: false),
                "T": try Programs.path(of: "turnstone"),
                "W": try Programs.path(of: "turnstone-worker"),
                "H": "--hashes sha256:sha.txt",
                "U": "setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=/tmp",
                "SWIFT_BACKTRACE": "enable=no",
            ]
        )
    }

    /// Runs bash in the folder, and waits for its end.
    func run(_ script: String) async throws -> Ending {
        let ended = try await BadInputRunner.start(script, in: folder)
            .end(within: BadInputRunner.secondsMax)
        let code =
            switch ended.ending {
            case .code(let code): code
            // As a shell would say it.
            case .signal(let number): 128 + number
            }
        return Ending(code: code, output: ended.output, errors: ended.errors)
    }

    /// Runs a script that prepares something, and must succeed.
    func prepare(_ script: String) async throws {
        let ending = try await run("set -e; " + script)
        try #require(ending.code == 0, "\(script): \(ending.text)")
    }

    /// Outcome and cause of every file of a sweep, by what of its path follows the folder.
    func outcomes(of sweep: String) async throws -> [String: String] {
        struct Line: Decodable {
            let path: String
            let outcome: String
            let cause: String?
        }
        let ending = try await run("$T report \(sweep) --format outcomes")
        try #require(ending.code == 0, "\(ending.errors)")
        let base = folder.resolvingSymlinksInPath().path() + "/"
        var outcomes: [String: String] = [:]
        for text in ending.output.split(separator: "\n") {
            let line = try JSONDecoder().decode(Line.self, from: Data(text.utf8))
            let path = line.path.replacing(base, with: "").replacing("/private" + base, with: "")
            outcomes[path] = line.outcome + (line.cause.map { "/" + $0 } ?? "")
        }
        return outcomes
    }
}

/// Programs are started one after the other: they share two cores with all other tests.
@Suite(.serialized) enum BadInputTests {}

/// One thing that is wrong, and how it must end.
struct BadInput: CustomTestStringConvertible, Sendable {
    let prepare: String
    let command: String
    let code: Int32
    /// Words of the sentence, on standard output or standard error.
    let says: String

    init(after prepare: String = "true", _ command: String, _ code: Int32, _ says: String) {
        self.prepare = prepare
        self.command = command
        self.code = code
        self.says = says
    }

    var testDescription: String { command + (prepare == "true" ? "" : " after " + prepare) }

    /// Runs it in a folder of its own.
    func check() async throws {
        let runner = try await BadInputRunner()
        try await runner.prepare(prepare)
        try await check(in: runner)
    }

    func check(in runner: BadInputRunner) async throws {
        let before = try await runner.run("ls")
        let ending = try await runner.run(command)
        #expect(ending.code == code, "\(ending.text)")
        #expect(ending.text.contains(says), "\(ending.text)")
        #expect(!ending.errors.contains("Fatal error") && !ending.errors.contains("crashed"))
        if code == 2 {
            // Usage has lines of its own; an error is one sentence in one line.
            let lines = ending.errors.split(separator: "\n").filter { $0.contains(":") }
            #expect(!lines.isEmpty)
            let after = try await runner.run("ls")
            #expect(before.output == after.output, "something was left behind")
        }
    }
}
