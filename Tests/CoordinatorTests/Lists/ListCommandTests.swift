import ArgumentParser
import Coordinator
import Testing

@Suite struct ListCommandTests {
    private func exitCode(_ arguments: [String]) -> Int32 {
        do {
            var command = try ListCommand.parseAsRoot(arguments)
            try command.run()
            return 0
        } catch {
            return ListCommand.exitCode(for: error).rawValue
        }
    }

    @Test func `a list that is of no use ends with 2, though others are fine`() throws {
        let folder = try ListFolder()
        let good = try folder.list("00112233445566778899aabbccddeeff\n", name: "good")
        let bad = try folder.list("kind,hash\nmd5,worse\n", name: "bad")
        let unknown = try folder.list("hello\n", name: "unknown")
        #expect(exitCode(["inspect", good]) == 0)
        #expect(exitCode(["inspect", "--json", good]) == 0)
        for list in [bad, unknown, "\(folder.path)/none"] {
            #expect(exitCode(["inspect", good, list]) == 2)
            #expect(exitCode(["inspect", "--json", list, good]) == 2)
        }
    }

    @Test(arguments: [
        ["inspect"], ["inspect", "--quality", "101", "x"], ["inspect", "--no", "x"],
    ])
    func `wrong usage is an error of usage`(arguments: [String]) {
        #expect(exitCode(arguments) == ExitCode.validationFailure.rawValue)
    }
}
