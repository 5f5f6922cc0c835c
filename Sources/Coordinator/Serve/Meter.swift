internal import Core
internal import Foundation
internal import Glibc
internal import Storage

/// Shows how far a sweep is: a line that rewrites itself on a terminal, a line every 30 s
/// elsewhere.
struct Meter {
    /// How much a meter says.
    enum Style: Equatable { case silent, lines, terminal }

    private static let lineInterval = Duration.seconds(30)
    private static let terminalInterval = Duration.milliseconds(200)
    /// The rate is that of the last minute: storage changes its mind.
    private static let rateWindow = Duration.seconds(60)

    private let style: Style
    private let fileCount: Int
    private let byteCount: Int64
    private var done: LedgerProgress
    private let start = ContinuousClock.now
    private let secondsBefore: Double
    private var nextShow: ContinuousClock.Instant
    private var samples: [(at: ContinuousClock.Instant, files: Int, bytes: Int64)] = []

    init(style: Style, record: SweepRecord, done: LedgerProgress) {
        self.style = style
        self.done = done
        fileCount = record.files
        byteCount = record.bytes
        secondsBefore = record.seconds
        nextShow = start + (style == .terminal ? .zero : Meter.lineInterval)
    }

    /// Wall-clock time of the sweep, over all its runs.
    func seconds(at now: ContinuousClock.Instant) -> Double {
        secondsBefore + start.duration(to: now) / .seconds(1)
    }

    /// Counts a committed result.
    mutating func add(_ result: AcceptedResult) {
        done.files += result.shard.entryCount
        done.bytes = Shard.sum(done.bytes, result.shard.byteCount)
        done.findings += result.matches.count
        done.outcomes.add(result.outcomes)
    }

    /// Shows the state if it is time to.
    mutating func show(table: LeaseTable, roster: Roster, at now: ContinuousClock.Instant) {
        guard style != .silent, now >= nextShow else { return }
        nextShow = now + (style == .terminal ? Meter.terminalInterval : Meter.lineInterval)
        let open = roster.all.reduce(0) { $0 + $1.openFileCount }
        let files = min(fileCount, done.files + open)
        let openBytes = roster.all.reduce(0) { Shard.sum($0, $1.openByteCount) }
        let bytes = min(byteCount, Shard.sum(done.bytes, openBytes))
        samples.append((now, files, bytes))
        samples.removeAll { $0.at.duration(to: now) > Meter.rateWindow }
        let line = line(files: files, bytes: bytes, workers: roster.count, at: now)
        if style == .terminal {
            ProgressLine.show(line)
        } else {
            StandardError.write(line + "\n")
        }
    }

    /// Ends the line that rewrites itself.
    mutating func end() {
        if style == .terminal { ProgressLine.clear() }
    }

    private func line(
        files: Int,
        bytes: Int64,
        workers: Int,
        at now: ContinuousClock.Instant
    ) -> String {
        let share = fileCount == 0 ? 1 : Double(files) / Double(fileCount)
        let elapsed = (samples.first?.at ?? start).duration(to: now) / .seconds(1)
        let rate = elapsed > 0 ? Double(files - (samples.first?.files ?? 0)) / elapsed : 0
        let first = samples.first
        let left = TimeLeft(
            files: .init(done: Int64(files - (first?.files ?? 0)), left: Int64(fileCount - files)),
            bytes: .init(done: bytes - (first?.bytes ?? 0), left: byteCount - bytes),
            elapsed: elapsed
        )
        let parts = [
            Meter.bar(share) + " \(Int(share * 100)) %",
            "\(files)/\(fileCount) \(Quantity.noun("file", for: fileCount))",
            "\(ByteCount.text(bytes))/\(ByteCount.text(byteCount))",
            "\(Int(rate)) \(Quantity.noun("file", for: Int(rate)))/s",
            "\(left.seconds.map { Clock.text(seconds: $0) } ?? "unknown") left",
            Quantity.count(done.findings, "finding"),
            Quantity.count(workers, "worker"),
        ]
        return parts.joined(separator: "  ")
    }

    private static func bar(_ share: Double) -> String {
        let full = Int((min(max(share, 0), 1) * 20).rounded(.down))
        return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: 20 - full)
            + "]"
    }
}

/// Bytes as people read them.
enum ByteCount {
    static func text(_ count: Int64) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
        var value = Double(count)
        var unit = 0
        while value >= 1024 && unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        return unit == 0 ? "\(count) B" : String(format: "%.1f", value) + " " + units[unit]
    }
}

/// Time spans as people read them.
enum Clock {
    static func text(seconds: Double) -> String {
        let all = Int(max(0, min(seconds, 1e9)).rounded())
        if all < 60 { return "\(all) s" }
        if all < 3600 { return "\(all / 60) min \(all % 60) s" }
        if all < 86400 { return "\(all / 3600) h \(all % 3600 / 60) min" }
        return "\(all / 86400) d \(all % 86400 / 3600) h"
    }
}
