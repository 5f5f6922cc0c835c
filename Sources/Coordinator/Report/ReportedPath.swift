internal import Core
internal import Foundation

/// A path as reports write it: text, and the exact bytes where text cannot say them.
struct ReportedPath {
    /// The path; bytes that are not UTF-8 are U+FFFD.
    let text: String
    /// The exact bytes in Base64, `nil` if `text` is the path already.
    let base64: String?

    /// Takes a path apart.
    init(_ path: EntryPath) {
        if let text = String(validating: path.bytes, as: UTF8.self) {
            self.text = text
            base64 = nil
        } else {
            text = String(decoding: path.bytes, as: UTF8.self)
            base64 = ReportedPath.base64(path)
        }
    }

    /// The bytes of a path in Base64, with padding.
    static func base64(_ path: EntryPath) -> String { Data(path.bytes).base64EncodedString() }
}
