import Core
import Testing

@testable import Coordinator

@Suite struct `The exit code of a sweep` {
    private func summary(findings: Int, _ outcomes: [OutcomeKind: Int]) -> Summary {
        var counts: [String: Int] = [:]
        for kind in OutcomeKind.allCases { counts[kind.name] = outcomes[kind, default: 0] }
        return Summary(
            sweep: "s",
            state: .complete,
            files: 9,
            bytes: 9,
            outcomes: counts,
            findings: findings,
            filesWithFindings: findings,
            lists: [],
            seconds: 1,
            workers: 1,
            resumed: 0,
            turnstone: "1"
        )
    }

    @Test func `is 0 where every file was examined and none was found`() {
        let all: [OutcomeKind: Int] = [.image: 1, .other: 2, .skipped: 3, .empty: 4]
        #expect(Finish.code(of: summary(findings: 0, all)) == 0)
    }

    @Test(arguments: [OutcomeKind.undecodable, .unreadable, .vanished, .changed])
    func `is 3 where a file could not be examined`(kind: OutcomeKind) {
        #expect(Finish.code(of: summary(findings: 0, [.image: 1, kind: 1])) == 3)
    }

    @Test func `is 1 where there is a finding, whatever else`() {
        #expect(Finish.code(of: summary(findings: 1, [.image: 1, .vanished: 1])) == 1)
    }
}
