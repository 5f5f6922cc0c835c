internal import CKernels

/// What a variant of the kernels needs of the processor. Every variant gives the same bits.
package enum KernelLevel: UInt32, CaseIterable, Sendable {
    /// Any processor.
    case baseline = 0
    /// AVX2 and the popcount instruction.
    case avx2 = 1
    /// AVX-512 with VPOPCNTDQ.
    case avx512 = 2

    /// What the environment calls the level that is asked for.
    package static let variable = KERNEL_LEVEL_VARIABLE

    /// Whether this processor can run the variant.
    package var isSupported: Bool { kernel_is_supported(kernel_level(rawValue)) != 0 }

    /// The fastest variant that this processor can run, or the one that `TURNSTONE_KERNELS` asks
    /// for: so tests and benchmarks hash whole files with each. One that cannot be had ends the
    /// process; another in its place would be a test of nothing.
    package static let best: KernelLevel =
        forced ?? allCases.last(where: \.isSupported) ?? .baseline

    /// The level that the environment asks for, of these kernels and all others; `nil` if it asks
    /// for none.
    package static let forced: KernelLevel? = {
        do throws(KernelLevelError) { return try asked() } catch { fatalError("\(error)") }
    }()

    /// The same. A program looks first, and ends with the sentence where it cannot be had.
    @discardableResult
    package static func asked() throws(KernelLevelError) -> KernelLevel? {
        let asked = kernel_level_asked()
        guard asked != KERNEL_LEVEL_ANY else { return nil }
        guard let level = UInt32(exactly: asked).flatMap(KernelLevel.init), level.isSupported else {
            throw KernelLevelError()
        }
        return level
    }
}

/// The environment asks for a level that is none, or that this processor cannot run.
package struct KernelLevelError: Error, CustomStringConvertible {
    package var description: String {
        let levels = KernelLevel.allCases.filter(\.isSupported).map { "\($0)" }
        return "\(KernelLevel.variable) asks for no level of the kernels that this processor can "
            + "run; unset it, or set it to one of " + levels.joined(separator: ", ")
    }
}
