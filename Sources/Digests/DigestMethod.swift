internal import CDigestKernels
package import Core

/// How the digests of a file are made. Every way gives the same ones.
package enum DigestMethod: CaseIterable, Sendable {
    /// By libcrypto, one after the other: on any processor.
    case separate
    /// All three block by block in one loop: on x86-64 with the SHA extensions.
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

    /// The fastest way on this processor to make digests of those kinds.
    ///
    /// MD5 is one chain of dependent steps, beside which the two others cost next to nothing. Where
    /// it is alone, or is not asked for, libcrypto makes only what is.
    ///
    /// Where `TURNSTONE_KERNELS` asks for what any processor can do, libcrypto does.
    package static func best(
        for kinds: DigestKinds,
        asked: KernelLevel? = KernelLevel.forced
    ) -> DigestMethod {
        let isLoop = hasKernel && asked != .baseline && kinds.contains(.md5) && kinds != .md5
        return isLoop ? .interleaved : .separate
    }
}
