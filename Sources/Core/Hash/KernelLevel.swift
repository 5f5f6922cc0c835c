internal import CKernels

/// What a variant of the kernels needs of the processor. Every variant gives the same bits.
package enum KernelLevel: UInt32, CaseIterable, Sendable {
    /// Any processor.
    case baseline = 0
    /// AVX2 and the popcount instruction.
    case avx2 = 1
    /// AVX-512 with VPOPCNTDQ.
    case avx512 = 2

    /// Whether this processor can run the variant.
    package var isSupported: Bool { kernel_is_supported(kernel_level(rawValue)) != 0 }

    /// The fastest variant that this processor can run.
    package static let best = allCases.last(where: \.isSupported) ?? .baseline
}
