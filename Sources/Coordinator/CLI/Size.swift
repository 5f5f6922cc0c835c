internal import ArgumentParser

/// A number of bytes as people write it: 1500, 64K, 500M, 2G, 4GiB, 1T.
struct Size: ExpressibleByArgument, CustomStringConvertible {
    let count: Int64

    init(_ count: Int64) { self.count = count }

    init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let number = Double(digits), number.isFinite else { return nil }
        let shifts: [String: Int64] = ["": 0, "B": 0, "K": 10, "M": 20, "G": 30, "T": 40, "P": 50]
        var unit = argument.dropFirst(digits.count).uppercased()
        if unit.count > 1 && unit.hasSuffix("IB") { unit.removeLast(2) }
        if unit.count > 1 && unit.hasSuffix("B") { unit.removeLast() }
        guard let shift = shifts[unit] else { return nil }
        let bytes = number * Double(Int64(1) << shift)
        guard bytes < Double(Int64.max) else { return nil }
        count = Int64(bytes)
    }

    var description: String { ByteCount.text(count) }

    var defaultValueDescription: String { description }
}
