/// How a path of any bytes is written in one column of one line.
///
/// `\\`, `\t` and `\n` stand for themselves; `\xHH` stands for a byte that is not part of
/// well-formed UTF-8, and for what programs take for the end of a line or a terminal obeys:
/// control characters (C0, DEL, C1), U+2028 and U+2029. Everything else stands as it is.
package enum PathEscape {
    private static let backslash = UInt8(ascii: "\\")
    private static let hexDigits = Array("0123456789abcdef".utf8)

    /// Appends the escaped form of `path` to `line`.
    package static func append(_ path: [UInt8], to line: inout [UInt8]) {
        if path.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != backslash }) {
            line.append(contentsOf: path)
            return
        }
        var index = 0
        while index < path.count {
            let length = UTF8Sequence.length(in: path, at: index)
            if length == 0 || isUnsafe(path, at: index, length: length) {
                for byte in path[index..<index + max(length, 1)] { escape(byte, in: &line) }
            } else {
                line.append(contentsOf: path[index..<index + length])
            }
            index += max(length, 1)
        }
    }

    /// The bytes that an escaped path stands for, or `nil` if it holds a bad escape, an escaped
    /// NUL or a control byte that should have been escaped.
    package static func unescape(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var path: [UInt8] = []
        path.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            guard byte >= 0x20 && byte != 0x7F else { return nil }
            guard byte == backslash else {
                path.append(byte)
                index += 1
                continue
            }
            guard index + 1 < text.endIndex else { return nil }
            switch text[index + 1] {
            case backslash: path.append(backslash)
            case UInt8(ascii: "t"): path.append(UInt8(ascii: "\t"))
            case UInt8(ascii: "n"): path.append(UInt8(ascii: "\n"))
            case UInt8(ascii: "x"):
                guard index + 3 < text.endIndex,
                    let high = Hex.value(of: text[index + 2]),
                    let low = Hex.value(of: text[index + 3]),
                    high | low != 0
                else { return nil }
                path.append(high << 4 | low)
                index += 2
            default: return nil
            }
            index += 2
        }
        return path
    }

    private static func isUnsafe(_ path: [UInt8], at index: Int, length: Int) -> Bool {
        let byte = path[index]
        return switch length {
        case 1: byte < 0x20 || byte == 0x7F || byte == backslash
        case 2: byte == 0xC2 && path[index + 1] < 0xA0
        case 3: byte == 0xE2 && path[index + 1] == 0x80 && (path[index + 2] & 0xFE) == 0xA8
        default: false
        }
    }

    private static func escape(_ byte: UInt8, in line: inout [UInt8]) {
        line.append(backslash)
        switch byte {
        case backslash: line.append(backslash)
        case UInt8(ascii: "\t"): line.append(UInt8(ascii: "t"))
        case UInt8(ascii: "\n"): line.append(UInt8(ascii: "n"))
        default:
            line.append(UInt8(ascii: "x"))
            line.append(hexDigits[Int(byte >> 4)])
            line.append(hexDigits[Int(byte & 15)])
        }
    }
}

extension EntryPath {
    /// The path as a manifest writes it: one line, safe to show on a terminal.
    package var escaped: String {
        var text: [UInt8] = []
        PathEscape.append(bytes, to: &text)
        return String(decoding: text, as: UTF8.self)
    }
}
