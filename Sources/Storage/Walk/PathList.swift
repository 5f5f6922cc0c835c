internal import CLinux
package import Core

/// A file that lists paths; it is streamed, so a list may be longer than the memory.
package struct PathList: Hashable, Sendable {
    /// What ends a path.
    package enum Separator: UInt8, Sendable {
        case lineFeed = 0x0A
        case nul = 0
    }

    /// Where the list is; `-` is standard input.
    package let path: EntryPath
    package let separator: Separator

    /// Names a list; it is opened when the walk begins.
    package init(_ path: EntryPath, separator: Separator) {
        self.path = path
        self.separator = separator
    }

    /// What a list is like as a whole.
    struct Facts {
        var pathCount = 0
        /// Paths whose line ends with CR LF.
        var carriageReturnCount = 0
    }

    /// What editors elsewhere put before the first character of a text.
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Calls `body` with every path in the list, made absolute; empty ones are passed over, and a
    /// byte order mark before the first line.
    func forEach(
        _ body: ([UInt8]) throws(WalkError) -> Void
    ) throws(WalkError) -> Facts {
        var facts = Facts()
        let current = try Self.currentFolder()
        let file = try open()
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        var path: [UInt8] = []
        var line = 1
        while true {
            let count: Int
            do {
                count = try file.fillNext(&buffer)
            } catch { throw .system(error) }
            if count == 0 { break }
            var rest = buffer[..<count]
            while let end = rest.firstIndex(of: separator.rawValue) {
                path.append(contentsOf: rest[rest.startIndex..<end])
                try take(&path, line: line, in: current, &facts, body)
                line += 1
                rest = rest[(end + 1)...]
            }
            path.append(contentsOf: rest)
            guard path.count <= WalkLimits.listedPathByteCountMax else {
                throw .listedPathTooLong(list: self.path, line: line)
            }
        }
        try take(&path, line: line, in: current, &facts, body)
        return facts
    }

    /// Hands one line on, and empties it.
    private func take(
        _ path: inout [UInt8],
        line: Int,
        in current: [UInt8],
        _ facts: inout Facts,
        _ body: ([UInt8]) throws(WalkError) -> Void
    ) throws(WalkError) {
        let isText = separator == .lineFeed
        if isText, line == 1, path.starts(with: Self.byteOrderMark) { path.removeFirst(3) }
        guard !path.isEmpty else { return }
        facts.pathCount += 1
        if isText, path.last == UInt8(ascii: "\r") { facts.carriageReturnCount += 1 }
        try body(absolute(path, in: current, line: line))
        path.removeAll(keepingCapacity: true)
    }

    private func absolute(
        _ path: [UInt8],
        in current: [UInt8],
        line: Int
    ) throws(WalkError) -> [UInt8] {
        guard path.count <= WalkLimits.listedPathByteCountMax else {
            throw .listedPathTooLong(list: self.path, line: line)
        }
        // No file has a name with a NUL in it: the list was made for the other option.
        guard !path.contains(0) else { throw .listedPathHasNul(list: self.path, line: line) }
        return path.first == UInt8(ascii: "/") ? path : current + [UInt8(ascii: "/")] + path
    }

    private func open() throws(WalkError) -> Descriptor {
        guard path == EntryPath("-") else {
            do { return try Descriptor(opening: path, flags: O_RDONLY) } catch {
                throw .system(error)
            }
        }
        // A duplicate: standard input itself must stay open.
        let number = dup(STDIN_FILENO)
        guard number >= 0 else {
            throw .system(SystemError(operation: "dup", path: path, errno: EBADF))
        }
        return Descriptor(taking: number, path: path)
    }

    private static func currentFolder() throws(WalkError) -> [UInt8] {
        switch WalkRoot.resolve([UInt8(ascii: ".")]) {
        case .success(let path): return path
        case .failure(let failure):
            throw .unusableRoot(EntryPath("."), errno: failure.errno)
        }
    }
}
