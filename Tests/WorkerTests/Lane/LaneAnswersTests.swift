import Core
import Testing

@testable import Worker

@Suite struct `The answers of a lane` {
    private let request = LaneRequest(
        sequence: 1,
        variants: false,
        exact: false,
        files: [0..<1, 1..<2]
    )

    private func request(_ digests: DigestKinds) -> LaneRequest {
        LaneRequest(sequence: 1, variants: false, exact: false, digests: digests, files: [0..<1])
    }

    @Test(arguments: 0...DigestKinds.all.rawValue)
    func `have the digests that were asked for and no others`(bits: UInt8) {
        let asked = DigestKinds(rawValue: bits)
        for other in (0...DigestKinds.all.rawValue).map({ DigestKinds(rawValue: $0) }) {
            var answers = LaneAnswers(request(asked))
            let isTaken = answers.take(.digests(Made.digests.only(other), .jpeg))
            #expect(isTaken == (other == asked), "\(other.text) for \(asked.text)")
        }
    }

    /// Whether replies are taken one after the other, and whether they are all.
    private func take(_ replies: [LaneReply]) -> (taken: [Bool], isComplete: Bool) {
        var answers = LaneAnswers(request)
        var taken: [Bool] = []
        for reply in replies { taken.append(answers.take(reply)) }
        return (taken, answers.isComplete)
    }

    @Test func `are digests of all files, then what became of each`() {
        let digests: (PictureFormat) -> LaneReply = { .digests(Made.digests, $0) }
        let picture = LaneReply.picture(Made.picture(), variants: [:])
        let whole = take([digests(.jpeg), digests(.other), picture, .noPicture])
        #expect(whole == ([true, true, true, true], true))
        #expect(take([digests(.jpeg), picture]) == ([true, false], false))
        #expect(take([digests(.jpeg), digests(.png), digests(.png)]).taken == [true, true, false])
        let more = take([digests(.other), digests(.other), .noPicture, .noPicture, .noPicture])
        #expect(more == ([true, true, true, true, false], true))
    }

    @Test(arguments: [false, true], [false, true])
    func `are exact and have all variants where that was asked for`(exact: Bool, variants: Bool) {
        let request = LaneRequest(sequence: 1, variants: variants, exact: exact, files: [0..<1])
        let all = Dictionary(uniqueKeysWithValues: PictureVariant.allCases.map { ($0, Made.hash) })
        let some = all.filter { $0.key != .rotate90 }
        let original = [PictureVariant.original: Made.hash]
        for (profile, hashes) in [
            (.exact, original), (.exact, some), (.exact, all), (.screenedEighth, original),
            (.screenedEighth, all),
        ] as [(FingerprintProfile, [PictureVariant: PDQHash])] {
            var answers = LaneAnswers(request)
            _ = answers.take(.digests(Made.digests, .jpeg))
            let isTaken = answers.take(.picture(Made.picture(profile: profile), variants: hashes))
            let isDue = profile == .exact || !exact
            #expect(isTaken == (isDue && hashes == (variants ? all : original)))
        }
    }

    @Test func `say of no file what its format cannot be`() {
        let picture = LaneReply.picture(Made.picture(), variants: [:])
        for (format, reply) in [
            (.other, picture), (.gif, picture), (.jpeg, .noPicture), (.png, .noPicture),
        ] as [(PictureFormat, LaneReply)] {
            let digests = LaneReply.digests(Made.digests, format)
            #expect(take([digests, digests, reply]).taken == [true, true, false])
        }
    }

    @Test func `keep what is known where the lane is lost`() {
        var answers = LaneAnswers(request)
        #expect(answers.lost(.timeout).map(Self.name) == ["nothing", "nothing"])
        _ = answers.take(.digests(Made.digests, .jpeg))
        #expect(answers.lost(.timeout).map(Self.name) == ["undecodable", "nothing"])
        _ = answers.take(.digests(Made.digests, .jpeg))
        _ = answers.take(.picture(Made.picture(), variants: [:]))
        #expect(answers.lost(.timeout).map(Self.name) == ["fingerprint", "undecodable"])
    }

    private static func name(_ answer: Lane.Answer) -> String {
        switch answer {
        case .fingerprint: "fingerprint"
        case .undecodable: "undecodable"
        case .nothing: "nothing"
        }
    }
}
