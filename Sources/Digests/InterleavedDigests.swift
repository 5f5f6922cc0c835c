internal import CDigestKernels
internal import Core

/// All three digests block by block in one loop: little more work than MD5 alone. Holds no memory
/// of its own, so that a small file costs its blocks and nothing else.
struct InterleavedDigests {
    /// Bytes of a block, of all three digests.
    private static let blockByteCount = 64

    /// Where the digests are: a to d of MD5, a to e of SHA-1, a to h of SHA-256.
    private(set) var words: InlineArray<17, UInt32>
    /// Bytes taken so far, those of `rest` too.
    private var byteCount: UInt64
    /// What has been taken since the last whole block, at its beginning.
    private var rest = InlineArray<64, UInt8>(repeating: 0)

    /// Where the digests begin: RFC 1321, 3.3 and FIPS 180-4, 5.3.
    private static let initialWords: InlineArray<17, UInt32> = [
        0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476,
        0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0,
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
        0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]

    /// Begins; this processor must support it.
    init() { self.init(words: InterleavedDigests.initialWords, byteCount: 0) }

    /// Goes on from where the digests are after whole blocks of that many bytes.
    init(words: InlineArray<17, UInt32>, byteCount: UInt64) {
        precondition(byteCount % 64 == 0, "between two blocks")
        self.words = words
        self.byteCount = byteCount
    }

    /// Goes on from where whole blocks of that many bytes, taken elsewhere, brought the digests.
    mutating func goOn(from words: InlineArray<17, UInt32>, after byteCount: Int) {
        precondition(restCount == 0 && byteCount % 64 == 0, "between two blocks")
        self.words = words
        self.byteCount &+= UInt64(byteCount)
    }

    private var restCount: Int { Int(byteCount % UInt64(InterleavedDigests.blockByteCount)) }

    /// Takes the next bytes, any number of them.
    mutating func update(_ bytes: Span<UInt8>) {
        let size = InterleavedDigests.blockByteCount
        var start = 0
        var held = restCount
        byteCount &+= UInt64(bytes.count)
        if held > 0 {
            start = min(size - held, bytes.count)
            for index in 0..<start { rest[held + index] = bytes[index] }
            guard held + start == size else { return }
            let block = rest
            take(block.span, block.span)
            held = 0
        }
        let end = bytes.count - (bytes.count - start) % size
        let blocks = bytes.extracting(start..<end)
        take(blocks, blocks)
        for index in end..<bytes.count { rest[index - end] = bytes[index] }
    }

    /// The digests of all the bytes.
    consuming func finish() -> DigestSet {
        // A one bit, zeros, and the number of bits in the last 8 bytes of a block: of MD5 with the
        // low byte first, of the two others with the high one.
        var low = InlineArray<128, UInt8>(repeating: 0)
        let held = restCount
        for index in 0..<held { low[index] = rest[index] }
        low[held] = 0x80
        let count = held < 56 ? 64 : 128
        var high = low
        let bitCount = byteCount &* 8
        for index in 0..<8 {
            let byte = UInt8(truncatingIfNeeded: bitCount >> UInt64(8 * index))
            low[count - 8 + index] = byte
            high[count - 1 - index] = byte
        }
        take(low.span.extracting(first: count), high.span.extracting(first: count))
        return DigestSet(
            md5: digest(.md5, firstWord: 0) { $0.littleEndian },
            sha1: digest(.sha1, firstWord: 4) { $0.bigEndian },
            sha256: digest(.sha256, firstWord: 9) { $0.bigEndian }
        )
    }

    /// Takes whole blocks, one number of them: those for MD5, and those for SHA-1 and SHA-256.
    private mutating func take(_ md5: Span<UInt8>, _ sha: Span<UInt8>) {
        precondition(md5.count == sha.count && md5.count % 64 == 0, "whole blocks")
        var span = words.mutableSpan
        unsafe span.withUnsafeMutableBufferPointer { words in
            unsafe md5.withUnsafeBufferPointer { md5 in
                unsafe sha.withUnsafeBufferPointer { sha in
                    // SAFETY: 17 words, and two times as many bytes as the number of blocks says.
                    unsafe digest_kernel_blocks(
                        words.baseAddress,
                        md5.baseAddress,
                        sha.baseAddress,
                        md5.count / 64
                    )
                }
            }
        }
    }

    /// One of the digests, as the bytes of its words in its order.
    private func digest(
        _ kind: DigestKind,
        firstWord: Int,
        order: (UInt32) -> UInt32
    ) -> Digest {
        var ordered = SIMD8<UInt32>()
        for index in 0..<kind.byteCount / 4 { ordered[index] = order(words[firstWord + index]) }
        return unsafe Digest(kind, padded: unsafeBitCast(ordered, to: SIMD32<UInt8>.self))
    }
}
