internal import CDigestKernels

/// How the three digests of a file are made. Every way gives the same ones.
package enum DigestMethod: CaseIterable, Sendable {
    /// By libcrypto, one after the other: on any processor.
    case separate
    /// Block by block in one loop: on x86-64 with the SHA extensions.
    case interleaved

    // Asked once: in a virtual machine asking a processor costs as much as digesting 10 kB.
    private static let hasKernel = digest_kernel_is_supported() != 0

    /// Whether this processor can do it.
    package var isSupported: Bool {
        switch self {
        case .separate: true
        case .interleaved: DigestMethod.hasKernel
        }
    }

    /// The fastest way on this processor.
    package static let best = allCases.last(where: \.isSupported) ?? .separate
}
