import Foundation
import TestSupport
import Testing

@testable import Wire

/// A coordinator's side of the wire on a socket of its own, and workers that connect to it.
final class TestHost: Sendable {
    let folder: TestFolder
    let context: Context
    let ring = KeyRing()
    let keys: CurveKeyPair
    let link: Link
    let authenticator: Authenticator
    let endpoint: Endpoint

    /// Listens; without a doorkeeper if that is asked.
    init(hasDoorkeeper: Bool = true, folderName: String = "wire") async throws {
        folder = try TestFolder()
        let deep = folder.path(folderName)
        try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
        context = try Context()
        keys = try CurveKeyPair()
        link = Link(context: context, name: "host")
        authenticator = Authenticator(ring: ring)
        endpoint = try #require(Endpoint("ipc://\(deep)/coordinator"))
        if hasDoorkeeper { try await authenticator.start(in: context) }
        _ = try await link.listen(on: endpoint, keys: keys)
    }

    /// A worker with a key of its own, let in under a name or not at all.
    func connect(as name: String?) async throws -> (link: Link, key: CurveKey) {
        let pair = try CurveKeyPair()
        if let name { ring.allow(pair.publicKey, as: name) }
        return (try await connect(pair), pair.publicKey)
    }

    func connect(_ pair: CurveKeyPair) async throws -> Link {
        let link = Link(context: context, name: "peer")
        try await link.connect(to: endpoint, keys: pair, server: keys.publicKey)
        return link
    }
}

extension Link {
    /// Sends as soon as there is a connection.
    func sendPatiently(_ body: [UInt8], within seconds: Double = 10) async throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while try !send(body) {
            guard ContinuousClock.now < deadline else {
                throw Overdue("there is no connection")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
