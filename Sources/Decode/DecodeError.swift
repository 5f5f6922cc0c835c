package import Core

/// Why a picture was not decoded.
package enum DecodeError: Error, Equatable, CustomStringConvertible {
    /// The file breaks its format's rules, or ends early.
    case damaged(String)
    /// Decoding would cost more than ``DecodeLimits`` allow.
    case limit(String)
    /// A kind of picture that is not decoded.
    case unsupported(String)

    /// The cause, as outcomes name it.
    package var cause: UndecodableCause {
        switch self {
        case .damaged: .damaged
        case .limit: .limit
        case .unsupported: .unsupported
        }
    }

    package var description: String {
        switch self {
        case .damaged(let reason): "The picture is damaged: \(reason)."
        case .limit(let reason): "The picture is over a limit: \(reason)."
        case .unsupported(let reason): "The picture is of a kind that is not decoded: \(reason)."
        }
    }
}
