internal import CDigestKernels
package import Core

/// Makes the digests of several files at once: little more work than SHA-1 of each alone.
///
/// Files that are longer than the others go first, a turn of some blocks each, so that all come to
/// their end together and as many as possible are taken at once until then.
package struct ParallelDigests {
    /// Bytes of a block, of all three digests.
    private static let blockByteCount = 64

    /// Blocks of each file in a turn: seldom enough that choosing costs nothing.
    private static let turnBlockCount = 512

    /// One of the files.
    private struct File {
        var digests = InterleavedDigests()
        /// Where in the memory its next block begins.
        var next: Int
        /// Whole blocks from there on.
        var blockCount: Int
    }

    private var files: [File]

    private init(_ ranges: [Range<Int>]) {
        files = ranges.map { range in
            File(next: range.lowerBound, blockCount: range.count / ParallelDigests.blockByteCount)
        }
    }

    /// The digests of files that stand in memory, of the kinds that are asked for.
    ///
    /// - Parameter files: where each is; they must lie within `memory`.
    /// - Throws: ``DigestError`` if libcrypto, where it is needed, does not offer an algorithm.
    package static func digests(
        _ kinds: DigestKinds,
        of files: [Range<Int>],
        in memory: Span<UInt8>
    ) throws(DigestError) -> [DigestSet] {
        if let level = DigestLevel.best, isFaster(level, kinds, fileCount: files.count) {
            return digests(of: files, in: memory, level).map { $0.only(kinds) }
        }
        var sets: [DigestSet] = []
        for file in files {
            var stream = try DigestStream(kinds)
            stream.update(memory.extracting(file))
            sets.append(stream.finish())
        }
        return sets
    }

    /// Whether making all digests of so many files is faster than only those that are asked for of
    /// each: where there are enough to take at once, it is but for SHA-1 alone and SHA-256 alone.
    private static func isFaster(
        _ level: DigestLevel,
        _ kinds: DigestKinds,
        fileCount: Int
    ) -> Bool {
        if DigestMethod.best(for: kinds) == .interleaved { return true }
        return DigestMethod.interleaved.isSupported && level.width(for: fileCount) != nil
            && ![[], .sha1, .sha256].contains(kinds)
    }

    /// All digests of the files, in a way that this processor supports, so many at once at most: 4
    /// or 8.
    static func digests(
        of ranges: [Range<Int>],
        in memory: Span<UInt8>,
        _ level: DigestLevel,
        most: Int = DigestLevel.fileCountMax
    ) -> [DigestSet] {
        precondition(level.isSupported, "a level that the processor supports")
        var parallel = ParallelDigests(ranges)
        while parallel.takeTurn(memory, level, most: most) {}
        return zip(parallel.files, ranges).map { file, range in
            // What was left alone, and what is less than a block.
            var digests = file.digests
            digests.update(memory.extracting(file.next..<range.upperBound))
            return digests.finish()
        }
    }

    /// Takes some blocks of the files that have most left.
    ///
    /// - Returns: `false` if too few are left to take them at once.
    private mutating func takeTurn(
        _ memory: Span<UInt8>,
        _ level: DigestLevel,
        most: Int
    ) -> Bool {
        let left = files.indices.filter { files[$0].blockCount > 0 }
            .sorted { (files[$0].blockCount, $0) > (files[$1].blockCount, $1) }
        guard let width = level.width(for: left.count, most: most) else { return false }
        let chosen = left.prefix(width)
        // Until one of them ends, or has a turn less left than one that has to wait.
        var count = files[left[width - 1]].blockCount
        if width < left.count {
            let waiting = files[left[width]].blockCount
            count = min(count, count - waiting + ParallelDigests.turnBlockCount)
        }
        take(count, blocksOf: chosen, memory, level)
        return true
    }

    /// Takes as many blocks of each of the chosen files.
    private mutating func take(
        _ blockCount: Int,
        blocksOf chosen: ArraySlice<Int>,
        _ memory: Span<UInt8>,
        _ level: DigestLevel
    ) {
        let byteCount = blockCount * ParallelDigests.blockByteCount
        var words: [UInt32] = []
        for index in chosen {
            // Beyond the memory this traps, before anything is read there.
            _ = memory.extracting(files[index].next..<files[index].next + byteCount)
            for word in files[index].digests.words.indices {
                words.append(files[index].digests.words[word])
            }
        }
        unsafe memory.withUnsafeBufferPointer { memory in
            unsafe words.withUnsafeMutableBufferPointer { words in
                // SAFETY: 17 words a file, and `blockCount` blocks of each within the memory.
                let streams = unsafe chosen.enumerated().map { place, index in
                    unsafe digest_stream(
                        words: words.baseAddress.map { unsafe $0 + 17 * place },
                        blocks: memory.baseAddress.map { unsafe $0 + files[index].next }
                    )
                }
                unsafe digest_kernel_streams(
                    digest_level(level.rawValue),
                    streams,
                    streams.count,
                    blockCount
                )
            }
        }
        for (place, index) in chosen.enumerated() {
            let taken = InlineArray<17, UInt32> { words[17 * place + $0] }
            files[index].digests.goOn(from: taken, after: byteCount)
            files[index].next += byteCount
            files[index].blockCount -= blockCount
        }
    }
}
