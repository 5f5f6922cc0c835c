import Core
import TestSupport

@testable import Coordinator

/// Records of a sweep that never was, the same for the same seed.
struct InventedRecords {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// Paths that try to be something else in a page, a shell, a spreadsheet or a terminal.
    static let hostilePaths: [[UInt8]] =
        [
            "/srv/<script>document.title='taken'</script>.jpg",
            "/srv/<img src=x onerror=\"document.title='taken'\">.png",
            "/srv/</script><script>document.title='taken'</script>.jpg",
            "/srv/<!--<script>.jpg",
            "/srv/\"\u{301} autofocus onfocus=\"document.title='taken'\" x=\"\u{301}.jpg",
            "/srv/'; touch taken; '.jpg",
            "/srv/'\u{301}; touch taken; '\u{301}.jpg",
            "/srv/$(touch taken)`touch taken`.jpg",
            "/srv/line\nfeed\r\nand\ttab.jpg",
            "/srv/\u{202E}gpj.exe",
            "/srv/\u{2066}isolate\u{2069}\u{200B}zero\u{FEFF}width.png",
            "/srv/escape\u{1B}[31mred\u{7}\u{9B}2J.jpg",
            "/srv/back\\slash\\n and {{sweep}} {{{policy}}}.jpg",
            "/srv/line\u{2028}separator\u{A0}space.jpg",
            "/srv/שלום/ελληνικά/日本語/👩‍💻.jpg",
            "/srv/comma,semicolon;quote\"\"\u{301}'.jpg",
            "=cmd|' /C calc'!A0.jpg",
            "+1+1.jpg",
            "-rf",
            "@SUM(A1).jpg",
            "＝1+1.jpg",
            "/srv/&lt;already&amp;escaped&gt;.jpg",
            "/srv/surrogate \u{E0041}\u{1D173} plane.jpg",
            "/srv/ leading and trailing space ",
            "/srv/" + String(repeating: "long-name-", count: 24) + "/end.jpg",
        ].map { Array($0.utf8) } + [
            Array("/srv/latin-1 caf".utf8) + [0xE9] + Array(".jpg".utf8),
            Array("/srv/cut ".utf8) + [0xE2, 0x82],
            Array("/srv/overlong ".utf8) + [0xC0, 0xAF, 0xED, 0xA0, 0x80, 0xF5, 0xFF, 0x80],
            [0xFF, 0xFE, 0x0A, 0x22, 0x3C],
        ]

    mutating func next() -> UInt64 { random.next() }

    mutating func number(below limit: Int) -> Int { Int(next() % UInt64(limit)) }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }

    mutating func path(_ index: Int, _ format: PictureFormat) -> EntryPath {
        let folders = [
            "projects/archive", "home/m.weber/Bilder", "shares/media/2019", "backup/nas-04",
        ]
        let folder = folders[number(below: folders.count)]
        let number = String(10_000_000 + index)
        return EntryPath("/srv/\(folder)/IMG_\(number.dropFirst()).\(format.name)")
    }

    mutating func digests() -> DigestSet {
        guard let md5 = Digest(.md5, bytes: bytes(16)), let sha1 = Digest(.sha1, bytes: bytes(20)),
            let sha256 = Digest(.sha256, bytes: bytes(32))
        else { preconditionFailure("the numbers of bytes are those of the kinds") }
        return DigestSet(md5: md5, sha1: sha1, sha256: sha256)
    }

    mutating func finding(_ path: EntryPath) -> FindingRecord {
        let digests = digests()
        let kind = [MatchKind.pdq, .pdq, .pdq, .md5, .sha1, .sha256][number(below: 6)]
        let isPDQ = kind == .pdq
        let hasPicture = isPDQ || number(below: 4) > 0
        let list = number(below: 3)
        return FindingRecord(
            path: path,
            size: Int64(20_000 + number(below: 12_000_000)),
            mtimeNanoseconds: 1_400_000_000_000_000_000 + Int64(next() % 350_000_000_000_000_000),
            owner: UInt32(1000 + number(below: 40)),
            format: number(below: 3) == 0 ? .png : .jpeg,
            width: hasPicture ? 640 + number(below: 4000) : nil,
            height: hasPicture ? 480 + number(below: 3000) : nil,
            md5: digests.md5,
            sha1: digests.sha1,
            sha256: digests.sha256,
            pdq: hasPicture ? PDQHash(bytes: bytes(32)) : nil,
            quality: hasPicture ? 50 + number(below: 51) : nil,
            list: InventedRecords.lists[list].name,
            listVersion: InventedRecords.lists[list].version,
            entry: "made-\(100_000 + number(below: 900_000))",
            category: ["A1", "A2", "B1", ""][number(below: 4)],
            kind: kind,
            distance: isPDQ ? min(number(below: 32), number(below: 32)) : nil,
            variant: number(below: 12) == 0 ? .rotate90 : .original,
            worker: "node-\(number(below: 6))",
            shard: ShardID(number(below: 4000))
        )
    }

    /// Findings sorted by their paths' bytes; hostile paths among them.
    mutating func findings(_ count: Int) -> [FindingRecord] {
        let hostile = InventedRecords.hostilePaths.prefix(count).map { finding(EntryPath($0)) }
        let ordinary = (hostile.count..<max(count, hostile.count)).map { index in
            finding(path(index, .jpeg))
        }
        return (hostile + ordinary).sorted { $0.path < $1.path }
    }

    mutating func outcome(_ path: EntryPath) -> OutcomeRecord {
        let outcome: Outcome =
            switch number(below: 40) {
            case 0: .unreadable(errno: 13)
            case 1: .unreadable(errno: 5)
            case 2: .vanished
            case 3: .changed
            case 4: .undecodable(.damaged)
            case 5: .undecodable(UndecodableCause.allCases[number(below: 5)])
            case 6: .skipped(SkipCause.allCases[number(below: 4)])
            case 7: .empty
            case 8...18: .other
            default: .image
            }
        let picture = PDQHash(bytes: bytes(32)).map {
            Picture(
                width: 1 + number(below: 4000),
                height: 1 + number(below: 4000),
                hash: $0,
                quality: number(below: 101),
                profile: .exact,
                hasWarnings: false
            )
        }
        return OutcomeRecord(
            path: path,
            size: outcome == .empty ? 0 : Int64(number(below: 9_000_000)),
            mtimeNanoseconds: 1_500_000_000_000_000_000 + Int64(next() % 90_000_000_000_000_000),
            outcome: outcome,
            format: outcome == .other || !outcome.hasFormat ? .other : .jpeg,
            fingerprint: outcome.hasFormat
                ? Fingerprint(digests: digests(), picture: outcome == .image ? picture : nil) : nil,
            isLowQuality: outcome == .image && number(below: 20) == 0,
            owner: UInt32(number(below: 2000))
        )
    }

    /// Outcomes in the order of a manifest; hostile paths among them.
    mutating func outcomes(_ count: Int) -> [OutcomeRecord] {
        let hostile = InventedRecords.hostilePaths.prefix(count).map { outcome(EntryPath($0)) }
        let ordinary = (hostile.count..<max(count, hostile.count)).map { index in
            outcome(path(index, .png))
        }
        return (hostile + ordinary).sorted { $0.path < $1.path }
    }

    static let lists = [
        Summary.List(name: "partner exchange, 2026-10", version: version("1f"), entries: 1_204_233),
        Summary.List(name: "<b>national</b> list\u{202E}", version: version("a4"), entries: 88_120),
        Summary.List(name: "own-cases.csv", version: version("07"), entries: 412),
        Summary.List(name: "nothing matched this one", version: version("c9"), entries: 15_002),
    ]

    private static func version(_ pair: String) -> String { String(repeating: pair, count: 32) }

    /// A summary that agrees with the records.
    static func summary(_ findings: [FindingRecord], _ outcomes: [OutcomeRecord]) -> Summary {
        var counts = Dictionary(uniqueKeysWithValues: OutcomeKind.allCases.map { ($0.name, 0) })
        for record in outcomes { counts[record.outcome.kind.name, default: 0] += 1 }
        return Summary(
            sweep: "2026-11-22T0800Z <storage> \u{202E}4",
            state: .complete,
            files: outcomes.count,
            bytes: outcomes.reduce(0) { $0 + $1.size },
            outcomes: counts,
            findings: findings.count,
            filesWithFindings: Set(findings.map(\.path)).count,
            lists: lists,
            seconds: 15_321.25,
            workers: 6,
            resumed: 1,
            turnstone: "0.1.0"
        )
    }
}
