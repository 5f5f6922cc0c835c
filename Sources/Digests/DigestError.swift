package import Core

/// Why a digest could not be made.
package enum DigestError: Error, Equatable, CustomStringConvertible {
    /// libcrypto does not offer the algorithm, as in its FIPS mode, or is out of memory.
    case unavailable(DigestKind)

    package var description: String {
        switch self {
        case .unavailable(let kind):
            "libcrypto cannot make \(kind.rawValue) digests; check OpenSSL's configuration"
                + " (a FIPS-only provider leaves MD5 out)."
        }
    }
}
