import Testing

@testable import Wire

internal import CZeroMQ

@Suite(.timeLimit(.minutes(1))) struct `The proof that strangers are kept out` {
    private func verdict(_ host: TestHost) async throws -> StrangerTest.Verdict {
        try await StrangerTest.run(
            endpoint: host.endpoint,
            server: host.keys.publicKey,
            doorkeeper: host.authenticator,
            in: host.context
        )
    }

    @Test func `says refused where a doorkeeper asks the ring`() async throws {
        let host = try await TestHost()
        #expect(try await verdict(host) == .refused)
        // Workers are no strangers, and it stays as it is beside them.
        let (worker, _) = try await host.connect(as: "one")
        try await worker.sendPatiently([1])
        #expect(try await verdict(host) == .refused)
    }

    @Test func `does not say refused where there is no doorkeeper`() async throws {
        #expect(try await verdict(try await TestHost(hasDoorkeeper: false)) == .noAnswer)
    }

    /// What CURVE does by itself: any key that knows the server's gets in.
    @Test func `says letIn where nobody asks for keys`() async throws {
        let host = try await TestHost(hasDoorkeeper: false)
        let open = try Socket(.router, in: host.context)
        try open.set(ZMQ_LINGER, 0)
        try open.set(ZMQ_CURVE_SERVER, 1)
        try open.set(ZMQ_CURVE_SECRETKEY, text: host.keys.secretKey.text)
        let path = "ipc://" + host.folder.path("open")
        try open.bind(to: path)
        let endpoint = try #require(Endpoint(path))
        let verdict = try await StrangerTest.run(
            endpoint: endpoint,
            server: host.keys.publicKey,
            doorkeeper: host.authenticator,
            in: host.context
        )
        #expect(verdict == .letIn)
        // The stranger's connection ends after its watcher: that must not stop libzmq's threads.
        for _ in 0..<20 { _ = try await self.verdict(try await TestHost()) }
        _ = consume open
    }
}
