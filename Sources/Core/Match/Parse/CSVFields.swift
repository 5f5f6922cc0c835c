/// The fields of one record of comma-separated values, quoted as RFC 4180 has it.
package enum CSVFields {
    /// How the quotation marks of a line stand at its end.
    package enum Quoting: Equatable {
        /// All are closed, after so many fields.
        case closed(fieldCount: Int)
        /// The last field goes on in the next line.
        case open
        /// Something else than a comma follows a closing mark.
        case malformed
    }

    /// Looks at the marks of a line; `isInside` says that it begins within a quoted field.
    package static func quoting(_ line: ArraySlice<UInt8>, isInside: Bool) -> Quoting {
        let quote = UInt8(ascii: "\"")
        let comma = UInt8(ascii: ",")
        var rest = line
        var fieldCount = 1
        var isQuoted = isInside
        if !isInside, rest.first == quote {
            isQuoted = true
            rest.removeFirst()
        }
        while true {
            guard let mark = rest.firstIndex(of: isQuoted ? quote : comma) else {
                return isQuoted ? .open : .closed(fieldCount: fieldCount)
            }
            rest = rest[(mark + 1)...]
            if isQuoted {
                if rest.first == quote {
                    rest.removeFirst()
                    continue
                }
                guard let next = rest.popFirst() else { return .closed(fieldCount: fieldCount) }
                guard next == comma else { return .malformed }
            }
            fieldCount += 1
            isQuoted = rest.first == quote
            if isQuoted { rest.removeFirst() }
        }
    }

    /// As many fields as most lists have, so that the array need not grow.
    private static let fieldCountUsual = 8

    /// Splits a record; `nil` if a quotation mark is not closed or stands inside a field.
    package static func split(_ line: [UInt8]) -> [ArraySlice<UInt8>]? {
        let quote = UInt8(ascii: "\"")
        let comma = UInt8(ascii: ",")
        var fields: [ArraySlice<UInt8>] = []
        fields.reserveCapacity(fieldCountUsual)
        var start = 0
        while true {
            if start < line.count, line[start] == quote {
                guard let (field, end) = quoted(line, from: start + 1) else { return nil }
                fields.append(field)
                if end == line.count { return fields }
                guard line[end] == comma else { return nil }
                start = end + 1
            } else {
                let end = line[start...].firstIndex(of: comma) ?? line.count
                fields.append(line[start..<end])
                if end == line.count { return fields }
                start = end + 1
            }
        }
    }

    /// The field that begins at `start`, behind its opening mark, and where its closing mark ends.
    private static func quoted(_ line: [UInt8], from start: Int) -> (ArraySlice<UInt8>, Int)? {
        let quote = UInt8(ascii: "\"")
        var field: [UInt8] = []
        var index = start
        while index < line.count {
            if line[index] != quote {
                field.append(line[index])
                index += 1
            } else if index + 1 < line.count, line[index + 1] == quote {
                field.append(quote)
                index += 2
            } else {
                return (field[...], index + 1)
            }
        }
        return nil
    }
}

/// A whole number without a sign, as lists write it.
package enum DecimalDigits {
    /// Reads one to nine digits; `nil` for anything else.
    package static func value(_ digits: ArraySlice<UInt8>) -> Int? {
        guard (1...9).contains(digits.count) else { return nil }
        var value = 0
        for digit in digits {
            guard case UInt8(ascii: "0")...UInt8(ascii: "9") = digit else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return value
    }
}
