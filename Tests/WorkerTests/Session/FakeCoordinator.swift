import Core
import Digests
import Foundation
import TestSupport
import Testing
import Wire
import WireMessages

@testable import Worker

/// A coordinator that does what a test says, over a real socket, with one list.
final class FakeCoordinator: Sendable {
    let folder: TestFolder
    let link: Link
    let list: WireList
    let listBytes: [UInt8]
    private let ring = KeyRing()
    private let keys: CurveKeyPair
    private let doorkeeper: Authenticator
    private let context: Context
    private let endpoint: Endpoint

    init() async throws {
        folder = try TestFolder()
        context = try Context()
        keys = try CurveKeyPair()
        doorkeeper = Authenticator(ring: ring)
        try await doorkeeper.start(in: context)
        link = Link(context: context, name: "coordinator")
        endpoint = try #require(Endpoint("ipc://" + folder.path("coordinator")))
        _ = try await link.listen(on: endpoint, keys: keys)
        let listBytes = try FakeCoordinator.compiledList()
        self.listBytes = listBytes
        var list = WireList()
        list.name = "known"
        list.digest = Data(try Digest.sha256(of: listBytes.span).bytes)
        list.size = UInt64(listBytes.count)
        list.threshold = 31
        list.qualityFloor = 50
        self.list = list
    }

    /// A compiled list of one entry, as the coordinator makes it.
    private static func compiledList() throws -> [UInt8] {
        var builder = CompiledListBuilder()
        var reader = HashListReader(kind: .md5, qualityFloor: 50)
        var events: [ListEvent] = []
        let text = Array((String(repeating: "1", count: 32) + "\n").utf8)
        try reader.read(text.span, to: &events)
        try reader.finish(to: &events)
        for event in events { try builder.take(event) }
        let (image, _) = try builder.finish(source: Digest.sha256(of: text.span))
        var bytes: [UInt8] = []
        image.write { piece in for index in piece.indices { bytes.append(piece[index]) } }
        return bytes
    }

    /// A worker's way here.
    func channel() async throws -> Channel {
        let pair = try CurveKeyPair()
        ring.allow(pair.publicKey, as: "worker")
        let link = Link(context: context, name: "worker")
        try await link.connect(to: endpoint, keys: pair, server: keys.publicKey)
        return Channel(link: link)
    }

    /// How a worker process is started that comes here, with a key that is let in or not.
    func words(cache: String, isLetIn: Bool = true) throws -> [String] {
        let pair = try CurveKeyPair()
        if isLetIn { ring.allow(pair.publicKey, as: "node-7") }
        let home = folder.path("keys")
        try FileManager.default.createDirectory(
            atPath: home,
            withIntermediateDirectories: true
        )
        let secret = home + "/node-7.secret"
        try KeyFile.write(pair.secretKey, to: secret, comment: "a test's", mode: 0o600)
        let known = home + "/coordinator.public"
        try KeyFile.write(keys.publicKey, to: known, comment: "a test's", mode: 0o600)
        return [
            try Made.program(), "--connect", endpoint.address, "--keys", home, "--cache", cache,
            "--lanes", "1",
        ]
    }

    /// The next message; throws if none comes in time.
    func next(within limit: Duration = .seconds(10)) async throws -> (
        body: WireEnvelope.OneOf_Body, route: [UInt8]
    ) {
        guard let incoming = try await link.receive(within: limit) else {
            throw Overdue("the worker says nothing")
        }
        let message = try #require(WireEnvelope(bytes: incoming.body))
        return (try #require(message.body), try #require(incoming.route))
    }

    /// The next message that is not a heartbeat or a credit.
    func nextWord(within limit: Duration = .seconds(10)) async throws -> (
        body: WireEnvelope.OneOf_Body, route: [UInt8]
    ) {
        while true {
            let word = try await next(within: limit)
            switch word.body {
            case .progress, .credit: continue
            default: return word
            }
        }
    }

    func send(
        _ body: WireEnvelope.OneOf_Body,
        to route: [UInt8],
        incarnation: UInt64 = 1
    ) async throws {
        let message = WireEnvelope(sweep: "sweep", incarnation: incarnation, body: body)
        #expect(try await link.send(message.bytes, to: route))
    }

    func welcome(
        _ route: [UInt8],
        incarnation: UInt64 = 1,
        lists: [WireList]? = nil,
        digests: UInt32 = 7
    ) async throws {
        var welcome = WireWelcome()
        welcome.lists = lists ?? [list]
        welcome.progressInterval = 0.2
        welcome.digests = digests
        try await send(.welcome(welcome), to: route, incarnation: incarnation)
    }

    /// The piece that a request asks for, at most so many bytes.
    func part(_ request: WireListGet, count: Int = .max) -> WireListPart {
        var part = WireListPart()
        part.digest = request.digest
        part.offset = request.offset
        part.bytes = Data(listBytes.dropFirst(Int(request.offset)).prefix(count))
        return part
    }
}
