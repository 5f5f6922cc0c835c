import ArgumentParser
import Testing

@testable import Coordinator

@Suite struct `How to run` {
    private func options(_ words: [String], _ settings: SweepSettings? = nil) throws -> RunOptions {
        try RunArguments.parse(words).options(settings)
    }

    private func settings(
        workers: Int = 1,
        listen: String? = nil,
        keys: String? = nil
    ) throws -> SweepSettings {
        var settings = try PlannedSweep(files: 1).ledger.sweep().settings
        settings.workers = workers
        settings.listen = listen
        settings.keys = keys
        return settings
    }

    @Test func `is one local worker, or none where remote ones are let in`() throws {
        #expect(try options([]).workers == 1)
        #expect(try options(["--listen", "tcp://[::1]:1", "--keys", "k"]).workers == 0)
        #expect(
            try options(["--listen", "tcp://a:1", "--keys", "k", "--workers", "2"]).workers == 2
        )
    }

    @Test func `is as the sweep remembers it, where nothing else is said`() throws {
        let remembered = try settings(workers: 3, listen: "tcp://a:1", keys: "k")
        let options = try options(["--workers", "0"], remembered)
        #expect(options.workers == 0 && options.listen == "tcp://a:1" && options.keys == "k")
        #expect(try self.options([], remembered).workers == 3)
        let elsewhere = try self.options(["--listen", "tcp://b:2"], remembered)
        #expect(elsewhere.listen == "tcp://b:2" && elsewhere.keys == "k")
    }

    @Test func `is not with keys that nobody would ask for`() throws {
        let error = #expect(throws: ValidationError.self) { try options(["--keys", "k"]) }
        #expect(error?.message.contains("add --listen tcp://ADDRESS:PORT, or leave") == true)
        let local = try settings(workers: 1)
        #expect(throws: ValidationError.self) { try options(["--keys", "k"], local) }
        let remembered = try settings(listen: "tcp://a:1", keys: "old")
        #expect(try options(["--keys", "new"], remembered).keys == "new")
    }

    @Test func `is within limits that are given, remembered, or taken off`() throws {
        #expect(try options([]).budget == ReadBudget())
        let given = try options(["--limit-bytes", "2K", "--limit-files", "0.5"])
        #expect(given.budget == ReadBudget(bytesPerSecond: 2048, filesPerSecond: 0.5))
        var remembered = try settings()
        (remembered.bytesPerSecond, remembered.filesPerSecond) = (100, 7)
        let budget = ReadBudget(bytesPerSecond: 100, filesPerSecond: 7)
        #expect(try options([], remembered).budget == budget)
        let changed = try options(["--limit-bytes", "none", "--limit-files", "9"], remembered)
        #expect(changed.budget == ReadBudget(bytesPerSecond: 0, filesPerSecond: 9))
    }

    @Test(arguments: [
        ["--limit-bytes", "0"], ["--limit-files", "-1"], ["--limit-files", "nothing"],
        ["--workers", "0"], ["--workers", "-1"], ["--workers", "257"], ["--lanes", "0"],
        ["--lanes", "1025"], ["--listen", "udp://a:1", "--keys", "k"], ["--listen", "tcp://a:1"],
    ])
    func `is refused where it cannot be`(words: [String]) {
        #expect(throws: (any Error).self) { try options(words) }
    }
}
