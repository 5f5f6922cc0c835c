import TestSupport
import Testing
import Wire

@testable import Worker

@Suite struct `The keys of a worker` {
    private let folder: TestFolder
    private let coordinator: CurveKeyPair

    init() throws {
        folder = try TestFolder()
        coordinator = try CurveKeyPair()
        try KeyFile.write(
            coordinator.publicKey,
            to: folder.path("coordinator.public"),
            comment: "",
            mode: 0o644
        )
    }

    private func secret(_ name: String) throws -> CurveKeyPair {
        let pair = try CurveKeyPair()
        try KeyFile.write(
            pair.secretKey,
            to: folder.path(name + ".secret"),
            comment: "",
            mode: 0o600
        )
        return pair
    }

    @Test func `are the one secret of their folder`() throws {
        let pair = try secret("node-7")
        _ = try secret("coordinator")
        let keys = try WorkerKeys(folder: folder.path, name: nil)
        #expect(keys.pair.publicKey == pair.publicKey)
        #expect(keys.coordinator == coordinator.publicKey)
    }

    @Test func `are the secret of a name where there are several`() throws {
        _ = try secret("a")
        let pair = try secret("b")
        #expect(throws: KeyFileError.self) { try WorkerKeys(folder: folder.path, name: nil) }
        let keys = try WorkerKeys(folder: folder.path, name: "b")
        #expect(keys.pair.publicKey == pair.publicKey)
    }

    @Test func `are missed with a sentence`() throws {
        let error = #expect(throws: KeyFileError.self) {
            try WorkerKeys(folder: folder.path, name: nil)
        }
        #expect(error?.problem.contains("turnstone keys new") == true)
        #expect(throws: KeyFileError.self) {
            try WorkerKeys(folder: folder.path("none"), name: nil)
        }
    }
}
