internal import ArgumentParser
internal import Core
internal import Glibc
internal import Storage

/// What matching made fingerprints with a compiled list takes, for the benchmarks.
struct MatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match",
        abstract: "CPU microseconds of matching made fingerprints with a list, as JSON.",
        shouldDisplay: false
    )

    @Option(help: "A compiled hash list (SWEEP/lists/*.list).")
    var list: String

    @Option(help: "Greatest PDQ distance.")
    var threshold = 31

    @Option(help: "Fingerprints of each measurement, 1 or more.")
    var count = 1000

    @Option(help: "Needles of a fingerprint, 1 to 8.")
    var needles = 1

    @Option(help: "Neighbours of the list's own hashes, at every distance up to the threshold.")
    var planted = 0

    @Flag(help: "Only look digests up, none before: wall-clock time, on pages as they are.")
    var cold = false

    func run() throws {
        let start = MatchCommand.nanoseconds
        let compiled = try CompiledList(MappedFile(path: list))
        let opened = MatchCommand.nanoseconds - start
        var numbers = Numbers(state: 1)
        if cold { return print("{\"first\": \(try firstLookUps(compiled, &numbers))}") }
        let digests = try measured { () -> Digest in
            try numbers.digest()
        } body: { digest in
            _ = compiled.entries(matching: digest)
        }
        let pictures = try measured {
            (0..<needles).map { _ in numbers.hash() }
        } body: { hashes in
            _ = try matching(compiled, hashes, threshold)
        }
        var missed = 0
        for number in 0..<planted where try !isFound(number, compiled, &numbers) { missed += 1 }
        print(
            """
            {"open": \(Double(opened) / 1e3), "digest": \(digests), "picture": \(pictures), \
            "missed": \(missed)}
            """
        )
    }

    /// Microseconds of each of the first look-ups, by the clock on the wall: they wait for storage.
    private func firstLookUps(
        _ compiled: CompiledList,
        _ numbers: inout Numbers
    ) throws -> Double {
        let digests = try (0..<count).map { _ in try numbers.digest() }
        let duration = ContinuousClock().measure {
            for digest in digests { _ = compiled.entries(matching: digest) }
        }
        return duration / .microseconds(count)
    }

    /// Microseconds of a call, the best of three measurements after one that warms what the kernel
    /// maps; each with inputs of its own.
    private func measured<Input>(
        _ input: () throws -> Input,
        body: (Input) throws -> Void
    ) throws -> Double {
        var best = Double.infinity
        for round in 0..<4 {
            let inputs = try (0..<count).map { _ in try input() }
            let start = MatchCommand.nanoseconds
            for input in inputs { try body(input) }
            let each = Double(MatchCommand.nanoseconds - start) / Double(count) / 1e3
            if round > 0 { best = min(best, each) }
        }
        return best
    }

    /// Whether a neighbour at a distance that is the threshold itself is found.
    private func isFound(
        _ number: Int,
        _ compiled: CompiledList,
        _ numbers: inout Numbers
    ) throws -> Bool {
        let row = Int(numbers.next() % UInt64(compiled.count(of: .pdq)))
        let distance = number % (threshold + 1)
        let hash = numbers.turned(compiled.pdqHash(row), distance)
        return try matching(compiled, [hash], distance).matches.contains {
            $0.entry == compiled.pdqEntry(row) && $0.distance == distance
        }
    }

    private func matching(
        _ compiled: CompiledList,
        _ hashes: [PDQHash],
        _ threshold: Int
    ) throws -> Matching {
        let picture = Picture(
            width: 1,
            height: 1,
            hash: hashes[0],
            quality: 100,
            profile: .exact,
            hasWarnings: false
        )
        let settings = ListSettings(threshold: threshold, qualityFloor: 0)
        return Matcher(lists: [MatcherList(list: compiled, settings: settings)]).matches(
            digests: MatchCommand.digests,
            picture: picture,
            variants: Dictionary(uniqueKeysWithValues: zip(PictureVariant.allCases, hashes))
        )
    }

    private static let digests = DigestSet(
        md5: zeros(.md5),
        sha1: zeros(.sha1),
        sha256: zeros(.sha256)
    )

    private static func zeros(_ kind: DigestKind) -> Digest {
        let bytes = [UInt8](repeating: 0, count: kind.byteCount)
        guard let digest = Digest(kind, bytes: bytes) else {
            preconditionFailure("a digest has as many bytes as its kind says")
        }
        return digest
    }

    /// CPU time of this process.
    private static var nanoseconds: UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}

/// Numbers from a seed (SplitMix64).
private struct Numbers {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func digest() throws -> Digest {
        let bytes = (0..<DigestKind.md5.byteCount).map { _ in UInt8(truncatingIfNeeded: next()) }
        guard let digest = Digest(.md5, bytes: bytes) else { throw ExitCode.failure }
        return digest
    }

    mutating func hash() -> PDQHash { PDQHash(words: SIMD4(next(), next(), next(), next())) }

    /// The hash with that many of its bits turned.
    mutating func turned(_ hash: PDQHash, _ count: Int) -> PDQHash {
        var words = hash.words
        var left = count
        while left > 0 {
            let bit = Int(next() % 256)
            let mask: UInt64 = 1 << UInt64(bit % 64)
            guard (words[bit / 64] ^ hash.words[bit / 64]) & mask == 0 else { continue }
            words[bit / 64] ^= mask
            left -= 1
        }
        return PDQHash(words: words)
    }
}
