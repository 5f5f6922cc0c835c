internal import Core

/// A path as one word of a shell, so that a hostile name cannot become a command.
///
/// Works on bytes throughout: a quote followed by a combining mark is one `Character`, and a
/// search for the quote would miss it.
enum ShellWord {
    private static let quote = UInt8(ascii: "'")
    private static let backslash = UInt8(ascii: "\\")
    private static let dash = UInt8(ascii: "-")

    /// What needs no quotes anywhere in a word.
    private static let plain = Set("%+,-./0123456789:=@_".utf8)
        .union(UInt8(ascii: "a")...UInt8(ascii: "z"))
        .union(UInt8(ascii: "A")...UInt8(ascii: "Z"))

    /// The path itself if it is harmless, else in single quotes, else (if a character of it cannot
    /// be seen) as `$'…'` with those bytes as `\xHH`, which bash, zsh, ksh and POSIX 2024 know.
    ///
    /// A path that begins with a dash gets `./` in front: no command takes it for an option then.
    static func word(for path: EntryPath) -> String {
        let bytes = path.bytes.first == dash ? Array("./".utf8) + path.bytes : path.bytes
        if !bytes.isEmpty, bytes.allSatisfy(plain.contains) {
            return String(decoding: bytes, as: UTF8.self)
        }
        let isSeen = VisibleText(bytes).pieces.allSatisfy { piece in
            !piece.isEscape || piece.text.utf8.allSatisfy { $0 == backslash }
        }
        let word = isSeen ? singleQuoted(bytes) : escaped(bytes)
        return String(decoding: word, as: UTF8.self)
    }

    private static func singleQuoted(_ bytes: [UInt8]) -> [UInt8] {
        var word = [quote]
        for byte in bytes {
            word += byte == quote ? [quote, backslash, quote, quote] : [byte]
        }
        return word + [quote]
    }

    private static func escaped(_ bytes: [UInt8]) -> [UInt8] {
        var word = Array("$'".utf8)
        for byte in bytes {
            switch byte {
            case quote, backslash: word += [backslash, byte]
            case 0x20...0x7E: word.append(byte)
            default: word += Array("\\x".utf8) + Array(Hex.string([byte]).utf8)
            }
        }
        return word + [quote]
    }
}
