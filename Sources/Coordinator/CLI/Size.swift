internal import ArgumentParser

/// A number of bytes as people write it: 1500, 64K, 500M, 2G, 4GiB, 1T.
struct Size: ExpressibleByArgument, CustomStringConvertible {
    let count: Int64

    init(_ count: Int64) { self.count = count }

    init?(argument: String) {
        guard let number = Size.number(argument) else { return nil }
        count = Int64(number)
    }

    /// A number with its unit, each 1024 of the one before; `nil` if it is none or fits no file.
    static func number(_ text: String) -> Double? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let number = Double(digits), number.isFinite else { return nil }
        let unit = text.dropFirst(digits.count).uppercased()
        let shifts = ["K": 10, "M": 20, "G": 30, "T": 40, "P": 50]
        var shift = 0
        if let letter = unit.first, let found = shifts[String(letter)] {
            guard ["", "B", "IB"].contains(unit.dropFirst()) else { return nil }
            shift = found
        } else if !unit.isEmpty && unit != "B" {
            return nil
        }
        let bytes = number * Double(Int64(1) << shift)
        return bytes < Double(Int64.max) ? bytes : nil
    }

    var description: String { ByteCount.text(count) }

    var defaultValueDescription: String { description }
}
