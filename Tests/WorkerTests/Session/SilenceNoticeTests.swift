import Testing

@testable import Worker

@Suite struct `A notice of silence` {
    private let begin = ContinuousClock.now
    private var notice: SilenceNotice {
        SilenceNotice(endpoint: "tcp://10.0.0.1:7400", keys: "/k", name: "node-7", at: begin)
    }

    @Test func `comes after ten seconds, then every minute`() {
        var notice = notice
        let told = (0..<200).filter {
            notice.text(isLetIn: false, at: begin + .seconds($0)) != nil
        }
        #expect(told == [10, 70, 130, 190])
    }

    @Test func `names the endpoint, and the key that the coordinator must have`() throws {
        var notice = notice
        let told = notice.text(isLetIn: false, at: begin + .seconds(12))
        let text = try #require(told)
        #expect(text.contains("no answer from tcp://10.0.0.1:7400 for 12 s"))
        #expect(text.contains("must hold workers/node-7.public"))
        #expect(text.contains("/k/node-7.secret") && text.contains("/k/coordinator.public"))
    }

    @Test func `is another where the key is known and the worker not welcome`() throws {
        var notice = notice
        let told = notice.text(isLetIn: true, at: begin + .seconds(10))
        let text = try #require(told)
        #expect(text.contains("may use the key node-7 too"))
    }
}
