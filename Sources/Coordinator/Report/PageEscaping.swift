internal import Mustache

/// How the page's templates escape text: `&`, `<`, `>` and both quotes, byte by byte.
///
/// The library's own HTML escaping goes by `Character`, where a quote or `<` followed by a
/// combining mark is another character than the quote, and passes it through: enough to leave an
/// attribute. Paths are hostile, so the page brings its own content type and the library applies
/// it to every variable.
struct PageEscaping: MustacheContentType {
    /// The name in the templates' `CONTENT_TYPE` pragma.
    static let name = "TURNSTONE_PAGE"

    /// Makes the content type known; needed before a template that names it is parsed.
    static func register() { MustacheContentTypes.register(PageEscaping(), named: name) }

    func escapeText(_ text: String) -> String {
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): escaped += "&amp;".utf8
            case UInt8(ascii: "<"): escaped += "&lt;".utf8
            case UInt8(ascii: ">"): escaped += "&gt;".utf8
            case UInt8(ascii: "\""): escaped += "&quot;".utf8
            case UInt8(ascii: "'"): escaped += "&#39;".utf8
            default: escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }
}
