import Core
import Foundation
import TestSupport
import Testing
import Wire
import WireMessages

@testable import Coordinator

/// A worker that does what a test says, over a real socket.
final class FakeWorker {
    /// How often it says that it is alive, where it does: well within the shortest lease.
    static let heartbeat = Duration.milliseconds(50)

    let link: Link
    private(set) var sweep = ""
    private(set) var incarnation: UInt64 = 0

    /// Made when its server has ended: nothing is waited for any more.
    private let over: StopRequest

    init(_ link: Link, over: StopRequest) { (self.link, self.over) = (link, over) }

    /// Connects to the socket of a sweep's folder.
    static func connect(
        _ folder: SweepFolder,
        keys: CurveKeyPair,
        server: CurveKey,
        over: StopRequest
    ) async throws -> FakeWorker {
        let link = Link(context: try Context(), name: "fake")
        let endpoint = try #require(Endpoint("ipc://" + folder.socket))
        try await link.connect(to: endpoint, keys: keys, server: server)
        return FakeWorker(link, over: over)
    }

    func send(_ body: WireEnvelope.OneOf_Body) async throws {
        try await send(WireEnvelope(sweep: sweep, incarnation: incarnation, body: body).bytes)
    }

    func send(_ bytes: [UInt8]) async throws {
        try await Patience.wait(for: "room to send", within: 10) {
            try await link.send(bytes) || over.isRequested
        }
    }

    /// The next message; `nil` if none comes in time.
    func next(within limit: Duration = .seconds(30)) async throws -> WireEnvelope.OneOf_Body? {
        let deadline = ContinuousClock.now + limit
        var incoming: Incoming?
        repeat {
            let patience = min(ContinuousClock.now.duration(to: deadline), .milliseconds(100))
            incoming = try await link.receive(within: patience)
        } while incoming == nil && !over.isRequested && ContinuousClock.now < deadline
        guard let incoming else { return nil }
        let message = try #require(WireEnvelope(bytes: incoming.body))
        if case .welcome = message.body {
            (sweep, incarnation) = (message.sweep, message.incarnation)
        }
        return message.body
    }

    /// Says hello and is welcome.
    @discardableResult
    func join(holding held: [WireHeld] = []) async throws -> WireWelcome {
        var hello = WireHello()
        hello.protocol = WireLimits.protocolVersion
        hello.lanes = 1
        hello.host = "fake"
        hello.held = held
        try await send(.hello(hello))
        while let body = try await next(within: .seconds(10)) {
            if case .welcome(let welcome) = body { return welcome }
        }
        throw Overdue("no welcome")
    }

    func ask(for leases: Int) async throws {
        var credit = WireCredit()
        credit.leases = UInt32(leases)
        try await send(.credit(credit))
    }

    /// The next lease, passing over everything else.
    func lease(within limit: Duration = .seconds(30)) async throws -> WireLease? {
        while let body = try await next(within: limit) {
            if case .lease(let lease) = body { return lease }
        }
        return nil
    }

    /// The next lease, however long it takes, with heartbeats that name those it has.
    func lease(holding held: [WireHeld]) async throws -> WireLease? {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            if let lease = try await lease(within: FakeWorker.heartbeat) { return lease }
            try await renew(held)
        }
        return nil
    }

    /// The answer to a result, passing over everything else.
    func ack(of result: WireResult) async throws -> WireAck? {
        while let body = try await next() {
            if case .ack(let ack) = body, ack.shard == result.shard, ack.epoch == result.epoch {
                return ack
            }
        }
        return nil
    }

    func renew(_ held: [WireHeld]) async throws {
        var progress = WireProgress()
        progress.held = held
        try await send(.progress(progress))
    }

    func leave() async throws {
        try await send(.bye(WireBye()))
        await link.close()
    }
}

extension WireHeld {
    init(_ lease: WireLease) {
        self.init()
        shard = lease.shard
        epoch = lease.epoch
    }
}
