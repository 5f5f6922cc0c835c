package import Core
internal import Glibc

/// A hash list that cannot be used, or a compiled one that cannot be written.
package struct HashListFileError: Error, Sendable, CustomStringConvertible {
    /// What went wrong.
    package enum Cause: Equatable, Sendable {
        /// The list could not be read; the errno.
        case read(Int32)
        /// The compiled list could not be written; what was tried, and the errno.
        case write(operation: String, errno: Int32)
        /// The list as a whole is of no use.
        case list(HashListError)
        /// libcrypto makes no SHA-256.
        case noSHA256
    }

    /// The list's path, or the compiled list's folder if writing failed.
    package let path: String
    package let cause: Cause

    /// Makes an error.
    package init(path: String, cause: Cause) {
        self.path = path
        self.cause = cause
    }

    /// One sentence: what is wrong and what to do.
    package var description: String {
        switch cause {
        case .read(let code):
            "the hash list \(path) cannot be read: \(Self.text(code)); "
                + "check the path and who may read it"
        case .write(let operation, let code):
            """
            the compiled hash list cannot be written to \(path) (\(operation)): \
            \(Self.text(code)); make room or choose another sweep directory
            """
        case .list(let error): "the hash list \(path) \(error)"
        case .noSHA256: "libcrypto makes no SHA-256; look at its configuration"
        }
    }

    private static func text(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}
