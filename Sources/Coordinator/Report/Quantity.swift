/// Numbers as people read them; the same in every locale.
enum Quantity {
    /// Digits in groups of three: `1,234,567`.
    static func count(_ value: some BinaryInteger) -> String {
        var groups = Substring(String(value.magnitude))
        var text = ""
        while groups.utf8.count > 3 {
            text = "," + groups.suffix(3) + text
            groups = groups.dropLast(3)
        }
        return (value < 0 ? "-" : "") + groups + text
    }

    /// A count with its noun: `1 file`, `2 files`, `1,234 entries`.
    static func count(_ value: some BinaryInteger, _ noun: String) -> String {
        count(value) + " " + Quantity.noun(noun, for: value)
    }

    /// The noun as it follows that number: everything that people read has its plural from here.
    static func noun(_ noun: String, for value: some BinaryInteger) -> String {
        if value == 1 { return noun }
        if noun.hasSuffix("ry") { return noun.dropLast() + "ies" }
        return noun + (noun.hasSuffix("ch") ? "es" : "s")
    }

    /// A count of bytes in binary units with one decimal: `1.2 GiB`; under 1024 exactly.
    static func bytes(_ value: Int64) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        guard value.magnitude >= 1024 else { return "\(value) B" }
        var whole = value.magnitude
        var rest: UInt64 = 0
        var unit = 0
        while whole >= 1024 {
            (whole, rest) = whole.quotientAndRemainder(dividingBy: 1024)
            unit += 1
        }
        return "\(value < 0 ? "-" : "")\(whole).\(rest * 10 / 1024) \(units[unit])"
    }

    /// A span of time: `3.4 s`, `12 min 03 s`, `5 h 02 min`, `3 d 04 h`.
    static func duration(seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e12 else { return "unknown" }
        if seconds < 60 {
            let tenths = Int((seconds * 10).rounded(.down))
            return "\(tenths / 10).\(tenths % 10) s"
        }
        let whole = Int(seconds)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        switch whole {
        case ..<3600: return "\(whole / 60) min \(two(whole % 60)) s"
        case ..<86_400: return "\(whole / 3600) h \(two(whole / 60 % 60)) min"
        default: return "\(count(whole / 86_400)) d \(two(whole / 3600 % 24)) h"
        }
    }

    /// A share with one decimal: `12.3 %`. What is not all is never shown as 100 %, and what is
    /// not nothing never as 0 %.
    static func share(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "–" }
        let tenths = Int((Double(part) / Double(whole) * 1000).rounded())
        if part > 0 && tenths == 0 { return "< 0.1 %" }
        if part < whole && tenths >= 1000 { return "> 99.9 %" }
        return "\(tenths / 10).\(tenths % 10) %"
    }
}
