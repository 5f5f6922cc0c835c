internal import CLinux
package import Core
internal import Glibc

/// A hash list as it is named on a command line: `[KIND:]FILE`.
package struct HashListArgument: Hashable, Sendable {
    /// What the operator says of a list of bare hashes; `nil` if nothing.
    package let kind: MatchKind?
    /// The file's path, as it was given.
    package let path: String

    /// Makes an argument of its parts.
    package init(kind: MatchKind? = nil, path: String) {
        self.kind = kind
        self.path = path
    }

    /// Reads `pdq:FILE`, `md5:FILE`, `sha1:FILE`, `sha256:FILE` or `FILE`.
    ///
    /// A file that has the whole text as its name comes first, colon or not.
    package init(
        _ text: String,
        exists: (String) -> Bool = HashListArgument.isThere
    ) {
        var kind: MatchKind?
        var path = text
        if let colon = text.firstIndex(of: ":"), !exists(text) {
            kind = MatchKind(listed: Array(text[..<colon].utf8)[...])
            if kind != nil { path = String(text[text.index(after: colon)...]) }
        }
        self.init(kind: kind, path: path)
    }

    /// The list's name in findings and reports: its file's name without folders.
    package var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// Whether there is anything of that name.
    package static func isThere(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }
}
