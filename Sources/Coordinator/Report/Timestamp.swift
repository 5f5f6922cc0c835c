/// A moment as reports write it: RFC 3339 in UTC, with nanoseconds.
struct Timestamp: Equatable {
    /// Nanoseconds since 1970 UTC; every value is a date between 1677 and 2262.
    let nanoseconds: Int64

    private static let nanosecondsPerSecond: Int64 = 1_000_000_000
    private static let secondsPerDay: Int64 = 86_400

    /// For example `2026-11-22T14:08:33.000000001Z`.
    var text: String { date + "T" + time + "." + Timestamp.padded(fraction, to: 9) + "Z" }

    /// For example `2026-11-22 14:08:33 UTC`: for headings.
    var heading: String { date + " " + time + " UTC" }

    private var seconds: Int64 {
        Timestamp.floorDivide(nanoseconds, Timestamp.nanosecondsPerSecond)
    }

    /// By remainder: the product of whole seconds does not fit at the lower end.
    private var fraction: Int64 {
        let rest = nanoseconds % Timestamp.nanosecondsPerSecond
        return rest < 0 ? rest + Timestamp.nanosecondsPerSecond : rest
    }

    /// For example `2026-11-22`, in UTC: for narrow columns.
    var date: String {
        let (year, month, day) = civilDate
        return [Timestamp.padded(year, to: 4), Timestamp.padded(month, to: 2)]
            .joined(separator: "-") + "-" + Timestamp.padded(day, to: 2)
    }

    private var time: String {
        let days = Timestamp.floorDivide(seconds, Timestamp.secondsPerDay)
        let second = seconds - days * Timestamp.secondsPerDay
        return [second / 3600, second / 60 % 60, second % 60]
            .map { Timestamp.padded($0, to: 2) }.joined(separator: ":")
    }

    /// The proleptic Gregorian date, by Howard Hinnant's `civil_from_days`: years begin in March,
    /// so that the leap day is the last of a year, and eras of 400 years repeat exactly.
    private var civilDate: (year: Int64, month: Int64, day: Int64) {
        let days = Timestamp.floorDivide(seconds, Timestamp.secondsPerDay) + 719_468
        let era = Timestamp.floorDivide(days, 146_097)
        let dayOfEra = days - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// Rounds down, also below zero: a moment before 1970 still has a positive fraction.
    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : (value + 1) / divisor - 1
    }

    private static func padded(_ value: Int64, to width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
