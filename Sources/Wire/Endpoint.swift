internal import CLinux
internal import Glibc

/// Where a coordinator listens: `tcp://HOST:PORT` or `ipc://PATH`.
package struct Endpoint: Sendable {
    /// What libzmq is given.
    package let address: String
    /// As it was written, for people.
    package let text: String

    /// A Unix socket's path has 107 bytes and a NUL at most: `sun_path` of unix(7).
    private static let socketPathByteCountMax = 107

    /// Reads an endpoint; `nil` if it is neither `tcp://HOST:PORT` nor
    /// `ipc://PATH`.
    package init?(_ text: String) {
        guard text.hasPrefix("ipc://") || Endpoint.isHostAndPort(text) else { return nil }
        self.text = text
        address = Endpoint.shortened(text)
    }

    /// libzmq takes a port of any size, and listens on what is left of it after 16 bits.
    private static func isHostAndPort(_ text: String) -> Bool {
        guard text.hasPrefix("tcp://"), let colon = text.lastIndex(of: ":") else { return false }
        let host = text[..<colon].dropFirst("tcp://".count)
        let port = text[text.index(after: colon)...]
        return !host.isEmpty && (port == "*" || UInt16(port) != nil)
    }

    /// Goes around the length limit through a descriptor of the socket's folder, which stays open
    /// for as long as the process lives: there is one such endpoint a process.
    private static func shortened(_ text: String) -> String {
        guard text.hasPrefix("ipc://"), text.utf8.count - 6 > socketPathByteCountMax,
            let slash = text.lastIndex(of: "/")
        else { return text }
        let folder = String(text[..<slash].dropFirst(6))
        let descriptor = unsafe open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return text }
        return "ipc:///proc/self/fd/\(descriptor)\(text[slash...])"
    }
}
