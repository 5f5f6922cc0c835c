/// A word of a command line as a string that holds each of its bytes.
///
/// Names of files are bytes, and Swift's strings would have U+FFFD for those that are not UTF-8.
/// Such a byte is held as a character of private use, U+10FE80 to U+10FEFF; where a word has one of
/// these itself, its bytes are held likewise. So there is exactly one way back.
package enum ArgumentWord {
    /// The character that would stand for byte 0; only bytes from 0x80 on are ever held so.
    private static let base: UInt32 = 0x10FE00
    private static let held: ClosedRange<UInt32> = (base + 0x80)...(base + 0xFF)

    /// The words that this process was started with, without its own name.
    package static var ofProcess: [String] {
        let arguments = unsafe UnsafeBufferPointer(
            start: CommandLine.unsafeArgv,
            count: Int(CommandLine.argc)
        )
        return unsafe arguments.dropFirst().compactMap { pointer in
            guard let word = unsafe pointer else { return nil }
            // SAFETY: the system ends each word with a NUL, and words last as long as the process.
            return unsafe text(UnsafeRawBufferPointer(start: word, count: length(word)))
        }
    }

    private static func length(_ word: UnsafePointer<CChar>) -> Int {
        var count = 0
        while unsafe word[count] != 0 { count += 1 }
        return count
    }

    /// The string that holds these bytes.
    package static func text(_ bytes: some Collection<UInt8>) -> String {
        let bytes = Array(bytes)
        var text = String.UnicodeScalarView()
        var index = 0
        while index < bytes.count {
            let end = min(index + byteCount(leadByte: bytes[index]), bytes.count)
            let character = String(validating: bytes[index..<end], as: UTF8.self)
            if let scalar = character?.unicodeScalars.first, !held.contains(scalar.value) {
                text.append(scalar)
                index = end
            } else if let scalar = Unicode.Scalar(base + UInt32(bytes[index])) {
                text.append(scalar)
                index += 1
            }
        }
        return String(text)
    }

    /// The bytes that the string holds.
    package static func bytes(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            if held.contains(scalar.value) {
                bytes.append(UInt8(scalar.value - base))
            } else {
                bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            }
        }
        return bytes
    }

    /// The number of bytes that a lead byte announces; 1 for what is none.
    private static func byteCount(leadByte: UInt8) -> Int {
        switch leadByte {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
    }
}
