internal import Core
internal import Decode
internal import Digests

/// The proof that this machine computes right: known answers, made by others, to small questions.
///
/// A file must have the same hash on every node. A processor with a fault, a decoder library that
/// rounds otherwise or a kernel gone wrong would match nothing, and nobody would know: so each lane
/// proves itself before it is given a file, with every variant of the kernels that can run here.
struct SelfTest {
    /// Pixels from a formula, and their hash.
    struct Pattern {
        let width: Int
        let height: Int
        let pdq: String
        let quality: Int
    }

    /// The bytes of a picture file, and its hash.
    struct File {
        let format: PictureFormat
        let hex: String
        let pdq: String
        let quality: Int
    }

    var patterns = knownPatterns
    var files = knownFiles
    var distances = knownDistances
    var digests = knownDigests

    /// What first came out wrong; `nil` if all is right.
    func failure() -> String? {
        if !hasRightDigests { return "digests" }
        for count in [4, 8] where !hasRightDigests(ofFiles: count) {
            return "digests of \(count) files together"
        }
        for level in KernelLevel.allCases where level.isSupported {
            if let wrong = failure(of: level) { return "\(wrong) with the kernels of \(level)" }
        }
        var decoder = PictureDecoder()
        for file in files where !isRight(file, &decoder) {
            return "hash of a \(file.format.name) file"
        }
        for file in files where file.format == .jpeg {
            for level in KernelLevel.allCases where level.isSupported && !isSkimmed(file, level) {
                return "luma of a \(file.format.name) file with the kernels of \(level)"
            }
        }
        return nil
    }

    private func failure(of level: KernelLevel) -> String? {
        for pattern in patterns {
            let pixels = SelfTest.pixels(width: pattern.width, height: pattern.height)
            var accumulator = PDQAccumulator(
                width: pattern.width,
                height: pattern.height,
                level: level
            )
            accumulator.push(pixels.span, rowCount: pattern.height)
            let (hash, quality) = accumulator.finish()
            if hash.hex != pattern.pdq || quality != pattern.quality {
                return "hash of \(pattern.width) × \(pattern.height) pixels"
            }
            if !isScreened(pattern, pixels, level) {
                return "screened hash of \(pattern.width) × \(pattern.height) pixels"
            }
        }
        return isRight(level) ? nil : "distances"
    }

    /// Whether the screened hash is as near to the exact one as screening takes for granted.
    private func isScreened(_ pattern: Pattern, _ pixels: [UInt8], _ level: KernelLevel) -> Bool {
        var resampler = PDQResampler(width: pattern.width, height: pattern.height, level: level)
        resampler.push(pixels.span, rowCount: pattern.height)
        let hash = resampler.finish().variants[.original]
        guard let exact = PDQHash(hex: pattern.pdq) else { return false }
        return hash.map { $0.distance(to: exact) <= Screening.marginFine } ?? false
    }

    /// Compares each pattern's hash with more of them than any kernel takes at once.
    private func isRight(_ level: KernelLevel) -> Bool {
        let hashes = patterns.compactMap { PDQHash(hex: $0.pdq) }
        let count = 13 * hashes.count
        let words = (0..<count).flatMap { index in
            (0..<4).map { hashes[index % hashes.count].words[$0] }
        }
        let found = hashes.map {
            Hamming.distances(from: $0, to: words.span, level: level)
        }
        let hits = Hamming.scan(needles: hashes, hashes: words.span, threshold: 256, level: level)
        return hits.count == count * hashes.count
            && found == distances.map { row in (0..<count).map { row[$0 % row.count] } }
            && hits.allSatisfy { Int(found[$0.needle][$0.hash]) == $0.distance }
    }

    private func isRight(_ file: File, _ decoder: inout PictureDecoder) -> Bool {
        guard let bytes = Hex.bytes(file.hex.utf8) else { return false }
        do throws(DecodeError) {
            let found = try decoder.picture(in: bytes.span, format: file.format, variants: false)
            return found.picture.hash.hex == file.pdq && found.picture.quality == file.quality
        } catch { return false }
    }

    /// Whether screening sees of the file what libjpeg-turbo makes of it.
    private func isSkimmed(_ file: File, _ level: KernelLevel) -> Bool {
        guard let bytes = Hex.bytes(file.hex.utf8) else { return false }
        var comparison = SkimComparison(level: level)
        do throws(DecodeError) {
            for scale in [1, 2, 4, 8] {
                try comparison.add(bytes.span, scale: scale, repeats: 1)
            }
        } catch { return false }
        return comparison.totals.different == 0 && comparison.totals.unusual == 0
    }

    /// Made together and, in what may be another way, without MD5.
    private var hasRightDigests: Bool {
        digestsOfText(.all) == digests
            && digestsOfText([.sha1, .sha256]) == Array(digests.dropFirst())
            && digestsOfText(.md5) == Array(digests.prefix(1))
    }

    /// So many files at once, as a lane makes them of those of one request.
    private func hasRightDigests(ofFiles count: Int) -> Bool {
        let text = Array(SelfTest.text.utf8)
        let files = (0..<count).map { $0 * text.count..<($0 + 1) * text.count }
        let memory = files.flatMap { _ in text }
        do throws(DigestError) {
            return try ParallelDigests.digests(.all, of: files, in: memory.span).allSatisfy { set in
                DigestKinds.all.kinds.compactMap { set[$0]?.hex } == digests
            }
        } catch { return false }
    }

    private func digestsOfText(_ kinds: DigestKinds) -> [String] {
        do throws(DigestError) {
            var stream = try DigestStream(kinds)
            stream.update(Array(SelfTest.text.utf8).span)
            let digests = stream.finish()
            return kinds.kinds.compactMap { digests[$0]?.hex }
        } catch { return [] }
    }

    /// A ramp with blocks on it. Tests/Oracle/make_self_test.py makes the same ones.
    static func pixels(width: Int, height: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(width * height * 3)
        for y in 0..<height {
            for x in 0..<width {
                let block = (y / 16 * 1000 + x / 16) * 3
                bytes.append(UInt8(x * 255 / (width - 1)) ^ (mixed(block) >> 2))
                bytes.append(UInt8(y * 255 / (height - 1)) ^ (mixed(block + 1) >> 2))
                bytes.append(UInt8((x + y) & 255) ^ (mixed(block + 2) >> 2))
            }
        }
        return bytes
    }

    /// A byte for each number, as if by chance.
    private static func mixed(_ number: Int) -> UInt8 {
        var z = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
        z ^= z >> 32
        z &*= 0xBF58_476D_1CE4_E5B9
        return UInt8(z >> 56)
    }
}
