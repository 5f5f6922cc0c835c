package import Core
package import Storage

/// A hash list that cannot be used, or a compiled one that cannot be written.
package enum HashListFileError: Error, Equatable, Sendable {
    /// The list could not be opened or read.
    case unreadable(SystemError)
    /// The compiled list could not be written.
    case system(SystemError)
    /// The list at that path is of no use as a whole.
    case list(path: String, HashListError)
    /// libcrypto makes no SHA-256.
    case noSHA256
}

extension HashListFileError {
    /// What went wrong with a list: itself, or what was written beside it.
    init(_ argument: HashListArgument, _ error: HashListError, _ scratch: ScratchFolder?) {
        if case .noScratch(let errno) = error, let scratch {
            self = .system(SystemError(operation: "write", path: scratch.folder, errno: errno))
        } else {
            self = .list(path: argument.path, error)
        }
    }
}

extension HashListFileError: CustomStringConvertible {
    /// One sentence: what is wrong and what to do.
    package var description: String {
        switch self {
        case .unreadable(let error):
            "the hash list \(error.path.escaped) cannot be read: "
                + "\(SystemError.text(of: error.errno)); check the path and who may read it"
        case .system(let error): "\(error)"
        case .list(let path, let error): "the hash list \(path) \(error)"
        case .noSHA256: "libcrypto makes no SHA-256 digests; check OpenSSL's configuration"
        }
    }
}
