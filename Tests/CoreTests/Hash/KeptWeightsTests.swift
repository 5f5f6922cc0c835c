import Testing

@testable import Core

@Suite struct `Weights that are kept` {
    @Test func `are those that are made, however many sides came before`() {
        var kept = KeptWeights()
        // Twice, so that each is asked for when it is there and when it is gone.
        for n in Array(100..<130) + Array(100..<130) + [KeptWeights.sideMax + 1, 128, 128] {
            for (scale, isReversed) in [(1, false), (1, true), (2, false)] {
                let weights = kept.weights(n, scale: scale, isReversed: isReversed)
                let made = PDQWeights(n, scale: scale, isReversed: isReversed)
                #expect(weights.weights == made.weights && weights.lasts == made.lasts)
                #expect(weights.spans.map(\.first) == made.spans.map(\.first))
            }
        }
    }
}
