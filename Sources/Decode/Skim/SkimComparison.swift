package import Core

/// The skim beside libjpeg-turbo on the same files, for the benchmarks and for self-tests.
package struct SkimComparison: ~Copyable {
    /// What some files cost and whether they came out alike.
    package struct Totals: Equatable, Sendable {
        package fileprivate(set) var files = 0
        /// Files that the skim left to libjpeg.
        package fileprivate(set) var unusual = 0
        /// Files of which it made other pixels.
        package fileprivate(set) var different = 0
        /// CPU nanoseconds for the files that it took.
        package fileprivate(set) var skim: UInt64 = 0
        /// The same of libjpeg-turbo, which is given only the scans of means of a progressive file.
        package fileprivate(set) var library: UInt64 = 0
        /// The most that colours held within blocks, in levels of 0 to 255.
        package fileprivate(set) var spreadMax = 0.0
    }

    /// What all files so far cost.
    package private(set) var totals = Totals()
    private var skim: JPEGSkim
    private var pixels = PixelBuffer()
    private var expected = PixelBuffer()

    /// Makes one of the skim as it is at that level.
    package init(level: KernelLevel = .best) { skim = JPEGSkim(level: level) }

    /// Decodes a file to luma at that scale, 8, 4, 2 or 1, both ways and `repeats` times in turns;
    /// the least of each counts.
    package mutating func add(
        _ file: Span<UInt8>,
        scale: Int,
        repeats: Int
    ) throws(DecodeError) {
        let header = try JPEGHeader(file)
        let width = (header.width + scale - 1) / scale
        let height = (header.height + scale - 1) / scale
        let luma = unsafe try pixels.bytes(width * height)
        let right = unsafe try expected.bytes(width * height)
        totals.files += 1
        // Both touch their memory once before they are timed.
        guard let colours = unsafe try skim.read(file, header: header, scale: scale, to: luma)
        else {
            totals.unusual += 1
            return
        }
        totals.spreadMax = max(totals.spreadMax, colours.spread.level)
        unsafe _ = try TurboJPEG.decodeLuma(file, width: width, height: height, to: right)
        if unsafe !luma.elementsEqual(right) { totals.different += 1 }
        var (ours, theirs) = (UInt64.max, UInt64.max)
        for _ in 0..<repeats {
            let start = HashClock.now
            unsafe _ = try skim.read(file, header: header, scale: scale, to: luma)
            let middle = HashClock.now
            let kept = header.isProgressive ? header.outline.file(from: file, \.isMeans) : []
            unsafe _ = try TurboJPEG.decodeLuma(
                header.isProgressive ? kept.span : file,
                width: width,
                height: height,
                to: right
            )
            ours = min(ours, middle - start)
            theirs = min(theirs, HashClock.now - middle)
        }
        totals.skim += ours
        totals.library += theirs
    }
}
