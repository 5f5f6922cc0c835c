/// How a PDQ hash was made. Sources disagree by design, so every fingerprint says which it is.
package enum FingerprintProfile: UInt8, Sendable {
    /// There is no PDQ hash.
    case none = 0
    /// Full resolution, in the arithmetic of the reference: bit-exact with `pdqhash`.
    case exact = 1
}

/// A picture as it was decoded and hashed.
package struct Picture: Hashable, Sendable {
    /// Pixels, 1 or more.
    package let width: Int
    /// Pixels, 1 or more.
    package let height: Int
    package let hash: PDQHash
    /// 0 (flat) to 100.
    package let quality: Int
    package let profile: FingerprintProfile
    /// The decoder repaired or passed over something: the picture is what it could make of it.
    package let hasWarnings: Bool

    /// Makes a picture of what its decoder and the PDQ found.
    package init(
        width: Int,
        height: Int,
        hash: PDQHash,
        quality: Int,
        profile: FingerprintProfile,
        hasWarnings: Bool
    ) {
        self.width = width
        self.height = height
        self.hash = hash
        self.quality = quality
        self.profile = profile
        self.hasWarnings = hasWarnings
    }
}

/// What is compared with the hash lists: the digests of a file and, of a picture, its PDQ hash.
package struct Fingerprint: Hashable, Sendable {
    package let digests: DigestSet
    package let picture: Picture?

    /// Makes a fingerprint; `picture` is `nil` for what is no picture or cannot be decoded.
    package init(digests: DigestSet, picture: Picture?) {
        self.digests = digests
        self.picture = picture
    }
}
