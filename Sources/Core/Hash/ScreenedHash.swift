/// A PDQ hash that says whether a picture is worth decoding in full.
package struct ScreenedHash: Sendable {
    package let hash: PDQHash
    /// 0 (flat) to 100.
    package let quality: Int
    /// Whether the margins of ``Screening`` hold: not where a picture is rich in steps but poor in
    /// low frequencies, so that many bits are decided by next to nothing.
    package let isSteady: Bool
    /// The hashes of all variants, or of the original alone.
    package internal(set) var variants: [PictureVariant: PDQHash]

    /// The hash of samples that are a little off.
    ///
    /// - Parameters:
    ///   - roughness: of the pixels that the samples are sums of, in units of luma; 0 where what
    ///     they hold cannot be off.
    ///   - clamping: how much of the light only clamping makes, on average, in units of luma.
    init(
        _ samples: PDQSamples,
        _ steadiness: Screening.Steadiness,
        roughness: Float,
        clamping: Float,
        level: KernelLevel
    ) {
        let frequencies = samples.frequencies(level: level)
        let (hash, unsteadyCount) = PDQSamples.hash(
            of: frequencies,
            error: max(steadiness.frequencyError, Screening.errorOfClamping * clamping),
            level: level
        )
        self.hash = hash
        quality = samples.quality(level: level)
        var isSteady = unsteadyCount <= steadiness.unsteadyCountMax
        if quality <= Screening.qualityTrusted {
            isSteady = roughness <= Screening.roughnessPoorMax
        } else if isSteady, roughness > 0 {
            let error = steadiness.errorOfRoughness * roughness
            let count = PDQSamples.hash(of: frequencies, error: error, level: level).unsteadyCount
            isSteady = count <= steadiness.roughCountMax
        }
        self.isSteady = isSteady
        variants = [.original: hash]
    }

    /// What stands for the hash of a picture too small to have one, in each of those variants.
    init(noneIn variants: [PictureVariant]) {
        hash = PDQHash(words: SIMD4())
        quality = 0
        isSteady = true
        self.variants = Dictionary(
            uniqueKeysWithValues: variants.map { ($0, PDQHash(words: SIMD4())) }
        )
    }
}
