package import Core

/// Makes digests of a file in one pass over its bytes.
package struct DigestStream: ~Copyable {
    private let kinds: DigestKinds
    // One of the two.
    private var interleaved: InterleavedDigests?
    private var separate: SeparateDigests?

    /// Begins, in the fastest way of this processor; throws if libcrypto, where it is needed, does
    /// not offer one of the algorithms, as MD5 where only what FIPS allows is offered.
    package init(_ kinds: DigestKinds = .all) throws(DigestError) {
        do throws(DigestError) { try self.init(kinds, .best(for: kinds)) } catch {
            guard DigestMethod.interleaved.isSupported else { throw error }
            try self.init(kinds, .interleaved)
        }
    }

    /// Begins, in a way that this processor supports; throws as above.
    package init(_ kinds: DigestKinds = .all, _ method: DigestMethod) throws(DigestError) {
        precondition(method.isSupported, "a way of making digests that the processor supports")
        self.kinds = kinds
        switch method {
        case .interleaved:
            interleaved = InterleavedDigests()
            separate = nil
        case .separate:
            interleaved = nil
            separate = try SeparateDigests(kinds)
        }
    }

    /// Takes the next bytes, any number of them.
    package mutating func update(_ bytes: Span<UInt8>) {
        interleaved?.update(bytes)
        separate?.update(bytes)
    }

    /// The digests of all the bytes, of the kinds that were asked for.
    package consuming func finish() -> DigestSet {
        if let interleaved { return interleaved.finish().only(kinds) }
        guard let separate = separate.take() else {
            preconditionFailure("a stream has one way of making digests")
        }
        return separate.finish()
    }
}
