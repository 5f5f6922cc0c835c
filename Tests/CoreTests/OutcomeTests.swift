import Core
import Testing

@Suite struct OutcomeTests {
    private static let all: [Outcome] =
        [.image, .other, .vanished, .changed, .empty, .unreadable(errno: 13)]
        + UndecodableCause.allCases.map { .undecodable($0) }
        + SkipCause.allCases.map { .skipped($0) }

    @Test(arguments: all)
    func `an outcome is read back as it was stored`(outcome: Outcome) {
        #expect(Outcome(kind: outcome.kind, causeCode: outcome.causeCode) == outcome)
    }

    @Test func `every kind is among them, with the names that reports promise`() {
        #expect(Set(Self.all.map(\.kind)) == Set(OutcomeKind.allCases))
        #expect(
            OutcomeKind.allCases.map(\.name) == [
                "image", "other", "undecodable", "unreadable", "vanished", "changed", "skipped",
                "empty",
            ]
        )
        #expect(
            UndecodableCause.allCases.map(\.name)
                == ["damaged", "limit", "crash", "timeout", "unsupported"]
        )
        #expect(
            SkipCause.allCases.map(\.name)
                == ["excluded", "special", "too_large", "other_file_system"]
        )
    }

    @Test(arguments: [
        (OutcomeKind.image, Int32(1)), (.empty, -1), (.undecodable, 0), (.undecodable, 6),
        (.undecodable, 257), (.skipped, 0), (.skipped, 5), (.unreadable, 0), (.unreadable, -5),
    ])
    func `a cause that does not belong to its kind is refused`(kind: OutcomeKind, code: Int32) {
        #expect(Outcome(kind: kind, causeCode: code) == nil)
    }

    @Test func `what should have been examined and was not is a gap`() {
        let gaps = OutcomeKind.allCases.filter(\.isCoverageGap)
        #expect(gaps == [.undecodable, .unreadable, .vanished, .changed])
    }
}
