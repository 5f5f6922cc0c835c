internal import CDigestKernels
internal import Core

/// What taking several files at once needs of the processor. Every level gives the same digests.
enum DigestLevel: UInt32, CaseIterable, Sendable {
    case avx2 = 0
    /// AVX-512 with VL.
    case avx512 = 1

    private static let supported = allCases.filter { level in
        digest_level_is_supported(digest_level(level.rawValue)) != 0
    }

    /// Whether this processor can do it.
    var isSupported: Bool { DigestLevel.supported.contains(self) }

    /// The fastest on this processor, of those that `TURNSTONE_KERNELS` allows; `nil` if there is
    /// none.
    static let best = best(asked: KernelLevel.forced)

    /// The fastest on this processor whose instructions the kernels of the level asked for have.
    static func best(asked: KernelLevel?) -> DigestLevel? {
        switch asked {
        case nil, .avx512: supported.last
        case .avx2: supported.first { $0 == .avx2 }
        case .baseline: nil
        }
    }

    /// The most files at once that are fast on this processor.
    static let fileCountMax = Int(digest_stream_count_fast())

    /// How many of `count` files to take at once: those for which it is faster than fewer at once,
    /// or, where it is `nil`, each alone. The kernel takes four or eight, if need be for nothing.
    ///
    /// Nanoseconds a byte on an AMD EPYC of family 26, of four files and of eight at once: 0.89 and
    /// 0.56 with AVX2, 0.58 and 0.55 with AVX-512; alone 1.17. On an Intel Xeon (Sapphire Rapids)
    /// 1.9 and 257, 1.5 and 263; alone 2.5.
    ///
    /// - Parameter most: files at once at most, 4 or 8.
    func width(for count: Int, most: Int = fileCountMax) -> Int? {
        let (four, eight) = self == .avx2 ? (4, 6) : (3, 8)
        if count < four { return nil }
        return min(count, count < eight || most < 8 ? 4 : 8)
    }
}
