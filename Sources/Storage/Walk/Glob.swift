/// A pattern of paths that are not to be walked or read.
///
/// `?` stands for one byte, `*` for any run of bytes, `[a-z]` and `[!a-z]` for one of or none of a
/// set; none of them for `/`. `**` stands for any run of bytes, `/` too, and `**/` at the beginning
/// of a component for any number of whole components, none too. `\` takes away a meaning.
/// A pattern that begins with `/` is compared with the whole path; any other with its last
/// components as well, from the beginning of each: `*.tmp` and `cache/*.bin` match anywhere. A
/// pattern that ends in `/` matches folders only.
package struct Glob: Hashable, Sendable {
    private enum Step: Hashable, Sendable {
        case byte(UInt8)
        case one
        case set([ClosedRange<UInt8>], inverted: Bool)
        case run
        case longRun
        case components
    }

    /// The pattern as it was written.
    package let pattern: String
    private let steps: [Step]
    private let isAnchored: Bool
    private let isForFolders: Bool

    /// Makes a glob, or `nil` if the pattern is empty, holds NUL, or ends within a set or
    /// after `\`.
    package init?(_ pattern: String) {
        var bytes = Array(pattern.utf8)
        let hasSlash = bytes.count > 1 && bytes.last == UInt8(ascii: "/")
        if hasSlash { bytes.removeLast() }
        guard !bytes.isEmpty, !bytes.contains(0), let steps = Self.steps(of: bytes) else {
            return nil
        }
        self.pattern = pattern
        self.steps = steps
        isAnchored = bytes.first == UInt8(ascii: "/")
        isForFolders = hasSlash
    }

    /// Whether the pattern matches an absolute path or, unless it begins with `/`, its end from the
    /// beginning of any component.
    package func matches(_ path: [UInt8], isFolder: Bool) -> Bool {
        guard isFolder || !isForFolders else { return false }
        if matches(path[...]) { return true }
        guard !isAnchored else { return false }
        for index in path.indices where path[index] == UInt8(ascii: "/") {
            if matches(path[(index + 1)...]) { return true }
        }
        return false
    }

    /// Tries the steps in order and goes back to the last run that can take more. Going back to an
    /// earlier one cannot help: whatever it could take, the later one can take as well. So the
    /// time is at most the product of both lengths, however hostile the name.
    private func matches(_ text: ArraySlice<UInt8>) -> Bool {
        var at = text.startIndex
        var step = 0
        var short: (step: Int, at: Int)?
        var long: (step: Int, at: Int, byComponent: Bool)?
        while true {
            if step < steps.count {
                switch steps[step] {
                case .run:
                    step += 1
                    short = (step, at)
                    continue
                case .longRun, .components:
                    let byComponent = steps[step] == .components
                    step += 1
                    short = nil
                    long = (step, at, byComponent)
                    continue
                case let single:
                    if at < text.endIndex, Self.takes(single, text[at]) {
                        step += 1
                        at += 1
                        continue
                    }
                }
            } else if at == text.endIndex {
                return true
            }
            if let back = short, back.at < text.endIndex, text[back.at] != UInt8(ascii: "/") {
                short = (back.step, back.at + 1)
                (step, at) = (back.step, back.at + 1)
            } else if let back = long, let next = Self.next(after: back.at, back.byComponent, text)
            {
                short = nil
                long = (back.step, next, back.byComponent)
                (step, at) = (back.step, next)
            } else {
                return false
            }
        }
    }

    private static func next(
        after index: Int,
        _ byComponent: Bool,
        _ text: ArraySlice<UInt8>
    ) -> Int? {
        guard index < text.endIndex else { return nil }
        guard byComponent else { return index + 1 }
        return text[index...].firstIndex(of: UInt8(ascii: "/")).map { $0 + 1 }
    }

    private static func takes(_ step: Step, _ byte: UInt8) -> Bool {
        switch step {
        case .byte(let wanted): byte == wanted
        case .one: byte != UInt8(ascii: "/")
        case .set(let ranges, let inverted):
            byte != UInt8(ascii: "/") && ranges.contains { $0.contains(byte) } != inverted
        case .run, .longRun, .components: false
        }
    }

    private static func steps(of pattern: [UInt8]) -> [Step]? {
        var steps: [Step] = []
        var index = 0
        while index < pattern.count {
            let byte = pattern[index]
            index += 1
            switch byte {
            case UInt8(ascii: "?"): steps.append(.one)
            case UInt8(ascii: "["):
                guard let (set, next) = set(in: pattern, at: index) else { return nil }
                steps.append(set)
                index = next
            case UInt8(ascii: "\\"):
                guard index < pattern.count else { return nil }
                steps.append(.byte(pattern[index]))
                index += 1
            case UInt8(ascii: "*"):
                let first = index - 1
                while index < pattern.count, pattern[index] == byte { index += 1 }
                let startsComponent = first == 0 || pattern[first - 1] == UInt8(ascii: "/")
                if index - first == 1 {
                    steps.append(.run)
                } else if startsComponent, index < pattern.count,
                    pattern[index] == UInt8(ascii: "/")
                {
                    steps.append(.components)
                    index += 1
                } else {
                    steps.append(.longRun)
                }
            default: steps.append(.byte(byte))
            }
        }
        return steps
    }

    private static func set(in pattern: [UInt8], at start: Int) -> (Step, next: Int)? {
        var index = start
        var inverted = false
        if index < pattern.count, [UInt8(ascii: "!"), UInt8(ascii: "^")].contains(pattern[index]) {
            inverted = true
            index += 1
        }
        var ranges: [ClosedRange<UInt8>] = []
        while index < pattern.count {
            // A bracket that comes first stands for itself.
            if pattern[index] == UInt8(ascii: "]"), !ranges.isEmpty {
                return (.set(ranges, inverted: inverted), index + 1)
            }
            if pattern[index] == UInt8(ascii: "\\") { index += 1 }
            guard index < pattern.count else { return nil }
            let low = pattern[index]
            var high = low
            if index + 2 < pattern.count, pattern[index + 1] == UInt8(ascii: "-"),
                pattern[index + 2] != UInt8(ascii: "]")
            {
                high = pattern[index + 2]
                index += 2
            }
            guard low <= high else { return nil }
            ranges.append(low...high)
            index += 1
        }
        return nil
    }
}
