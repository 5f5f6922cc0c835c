internal import Foundation

/// CPU seconds that the lanes of a worker worked, by stage: what benchmarks compare with the whole.
struct StageCosts {
    /// Names the file that a worker leaves them in when it ends.
    private static let variable = "TURNSTONE_STAGE_COSTS"

    private let cost: LaneCost

    init(_ cost: LaneCost) { self.cost = cost }

    /// Each stage with its nanoseconds, in the order of the work.
    var stages: [(name: String, nanoseconds: UInt64)] {
        [
            ("digest", cost.digestNanoseconds), ("decode", cost.decodeNanoseconds),
            ("pdq", cost.hashNanoseconds),
        ]
    }

    /// Writes them as JSON where a benchmark asked for it; nobody else does.
    func leave() throws {
        guard let path = ProcessInfo.processInfo.environment[StageCosts.variable] else { return }
        try StageCosts.json(stages).write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// One object: CPU seconds by stage.
    static func json(_ stages: [(name: String, nanoseconds: UInt64)]) -> String {
        let members = stages.map { "\"\($0.name)\": \(Double($0.nanoseconds) / 1e9)" }
        return "{" + members.joined(separator: ", ") + "}"
    }
}
