import TestSupport
import Testing

@testable import Core

@Suite struct `Screening from pixels` {
    private static let levels = KernelLevel.allCases.filter(\.isSupported)

    private static func luma(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    @Test(arguments: levels)
    func `samples are the twin's, bit by bit, however the rows come`(level: KernelLevel) {
        var generator = SeededGenerator(seed: 11)
        for scale in [1, 2, 4, 8, 1, 2, 4, 8, 1, 1] {
            let width = Int.random(in: 5...700, using: &generator)
            let height = Int.random(in: 5...700, using: &generator)
            var resampler = PDQResampler(width: width, height: height, scale: scale, level: level)
            let (columns, rows) = (resampler.rowWidth, resampler.rowCount)
            let luma = Self.luma(columns * rows, &generator)
            var row = 0
            while row < rows {
                let count = min(Int.random(in: 0...19, using: &generator), rows - row)
                let part = Array(luma[row * columns..<(row + count) * columns])
                resampler.push(luma: part.span, rowCount: count)
                row += count
            }
            let twin = ResampleTwin.samples(
                luma.map(Float.init),
                across: PDQWeights(width, scale: scale),
                down: PDQWeights(height, scale: scale)
            )
            let samples = resampler.finishSamples()
            #expect(samples.values.map(\.bitPattern) == twin.map(\.bitPattern))
        }
    }

    @Test(arguments: levels)
    func `colours are summed as thousandths of luma, bit by bit`(level: KernelLevel) {
        var generator = SeededGenerator(seed: 12)
        let (width, height) = (147, 93)
        let rgb = Self.luma(width * height * 3, &generator)
        var resampler = PDQResampler(width: width, height: height, level: level)
        resampler.push(rgb.span, rowCount: height)
        let luma: [Float] = (0..<width * height).map { pixel in
            let channels = rgb[3 * pixel..<3 * pixel + 3].map(Int.init)
            let thousandths: Int = zip(channels, [299, 587, 114]).reduce(0) { $0 + $1.0 * $1.1 }
            return Float(thousandths)
        }
        let twin = ResampleTwin.samples(
            luma,
            across: PDQWeights(width),
            down: PDQWeights(height)
        )
        let samples = resampler.finishSamples()
        #expect(samples.values.map(\.bitPattern) == twin.map { ($0 / 1000).bitPattern })
    }

    @Test func `samples of every pixel are those of the reference but for rounding`() {
        for (width, height) in [
            (5, 5), (63, 65), (64, 64), (64, 200), (128, 128), (129, 127), (5, 900), (900, 5),
            (700, 331), (1025, 257),
        ] {
            let pixels = MadePixels.made("noise", width: width, height: height)
            var exact = PDQAccumulator(width: width, height: height)
            exact.push(pixels.span, rowCount: height)
            var screened = PDQResampler(width: width, height: height)
            screened.push(pixels.span, rowCount: height)
            let pairs = zip(exact.finishSamples().values, screened.finishSamples().values)
            #expect(pairs.allSatisfy { abs($0 - $1) < 0.01 }, "\(width) × \(height)")
        }
    }

    /// A picture whose blocks are of one colour each is no other picture when it is scaled down.
    @Test(arguments: [2, 4, 8])
    func `a scaled picture has the geometry of the whole one`(scale: Int) {
        var generator = SeededGenerator(seed: 13)
        for (width, height) in [(640, 427), (641, 431), (1023, 513), (530, 2047)] {
            var screened = PDQResampler(width: width, height: height, scale: scale)
            let columns = screened.rowWidth
            let blocks = Self.luma(columns * screened.rowCount, &generator)
            screened.push(luma: blocks.span, rowCount: screened.rowCount)
            var exact = PDQAccumulator(width: width, height: height)
            for y in 0..<height {
                var row: [UInt8] = []
                for x in 0..<width {
                    let luma = blocks[y / scale * columns + x / scale]
                    row += [luma, luma, luma]
                }
                exact.push(row.span, rowCount: 1)
            }
            let pairs = zip(exact.finishSamples().values, screened.finishSamples().values)
            #expect(pairs.allSatisfy { abs($0 - $1) < 0.01 }, "\(width) × \(height)")
        }
    }

    @Test(arguments: [(128, 128), (256, 251), (1000, 667), (4000, 300), (131, 640)])
    func `variants are hashes of really rotated and mirrored pictures`(
        width: Int,
        height: Int
    ) {
        let luma = Self.waves(width: width, height: height)
        var screened = PDQResampler(width: width, height: height, variants: true)
        screened.push(luma: luma.span, rowCount: height)
        let variants = screened.finish().variants
        #expect(variants.count == 8)
        for variant in PictureVariant.allCases {
            let turned = TurnedPixels(luma, width: width, height: height, variant)
            var exact = PDQAccumulator(width: turned.width, height: turned.height)
            let rgb = turned.pixels.flatMap { [$0, $0, $0] }
            exact.push(rgb.span, rowCount: turned.height)
            let distance = variants[variant]?.distance(to: exact.finish().hash)
            #expect((distance ?? 256) <= 2, "\(variant.name): \(distance ?? -1) bits")
        }
    }

    @Test(arguments: [2, 4, 8])
    func `variants of a scaled picture are those of the whole one`(scale: Int) {
        var generator = SeededGenerator(seed: 14)
        let (width, height) = (1021, 770)
        var scaled = PDQResampler(width: width, height: height, scale: scale, variants: true)
        let columns = scaled.rowWidth
        let blocks = Self.luma(columns * scaled.rowCount, &generator)
        scaled.push(luma: blocks.span, rowCount: scaled.rowCount)
        var whole = PDQResampler(width: width, height: height, variants: true)
        for y in 0..<height {
            let row = (0..<width).map { blocks[y / scale * columns + $0 / scale] }
            whole.push(luma: row.span, rowCount: 1)
        }
        let (first, second) = (scaled.finish().variants, whole.finish().variants)
        for variant in PictureVariant.allCases {
            let pair = (first[variant], second[variant])
            guard case (let first?, let second?) = pair else {
                Issue.record("there is no \(variant.name)")
                continue
            }
            #expect(first.distance(to: second) <= 2, "\(variant.name)")
        }
    }

    @Test func `a picture under five pixels has no hash`() {
        var resampler = PDQResampler(width: 4, height: 300, variants: true)
        let grey = [UInt8](repeating: 7, count: 1200)
        resampler.push(luma: grey.span, rowCount: 300)
        let screened = resampler.finish()
        #expect(screened.hash == PDQHash(words: SIMD4()) && screened.quality == 0)
        #expect(Set(screened.variants.values) == [screened.hash] && screened.variants.count == 8)
    }

    @Test func `a picture of noise is steady, and one of next to nothing is not`() {
        let noise = MadePixels.made("blocks", width: 300, height: 300)
        var steady = PDQResampler(width: 300, height: 300)
        steady.push(noise.span, rowCount: 300)
        #expect(steady.finish().isSteady)
        // Stripes of the finest samples: all steps and no low frequency at all.
        let stripe: [UInt8] = (0..<300).map { x in x * 64 / 300 % 2 == 0 ? 0 : 200 }
        let stripes = Array(repeatElement(stripe, count: 64).joined())
        var unsteady = PDQResampler(width: 300, height: 64)
        unsteady.push(luma: stripes.span, rowCount: 64)
        let screened = unsteady.finish()
        #expect(screened.quality == 100 && !screened.isSteady)
    }

    @Test(arguments: KernelLevel.allCases.filter(\.isSupported))
    func `roughness is the root of the mean square of all steps`(level: KernelLevel) {
        var generator = SeededGenerator(seed: 15)
        for (columns, rows) in [(5, 5), (33, 7), (64, 40), (40_001, 5)] {
            let luma = Self.luma(columns * rows, &generator)
            var resampler = PDQResampler(
                width: 2 * columns,
                height: 2 * rows,
                scale: 2,
                level: level
            )
            resampler.push(luma: luma.span, rowCount: rows)
            var sum = 0
            for (at, pixel) in luma.enumerated() {
                let right = at % columns + 1 < columns ? Int(luma[at + 1]) - Int(pixel) : 0
                let down = at + columns < luma.count ? Int(luma[at + columns]) - Int(pixel) : 0
                sum += right * right + down * down
            }
            let mean = Double(sum) / Double(luma.count)
            #expect(resampler.roughness == Float(mean.squareRoot()), "\(columns) by \(rows)")
            _ = resampler.finish()
        }
    }

    @Test func `a dithered picture is steady whole, and not by half of it`() {
        let (width, height) = (520, 520)
        let waves = Self.waves(width: width, height: height)
        var generator = SeededGenerator(seed: 16)
        let dots: [Int] = waves.map { UInt8.random(in: 0...255, using: &generator) < $0 ? 255 : 0 }
        var whole = PDQResampler(width: width, height: height)
        let bytes = dots.map { UInt8($0) }
        whole.push(luma: bytes.span, rowCount: height)
        #expect(whole.finish().isSteady)
        let columns = width / 2
        let means = (0..<columns * columns).map { at -> UInt8 in
            let corner = at / columns * 2 * width + at % columns * 2
            return UInt8((dots[corner] + dots[corner + 1] + dots[corner + width]) / 3)
        }
        var half = PDQResampler(width: width, height: height, scale: 2)
        half.push(luma: means.span, rowCount: columns)
        #expect(!half.finish().isSteady)
    }

    @Test func `hard edges are steady as all that there is, and not as the Y of a JPEG`() {
        var none = KeptWeights()
        let dots = MadePixels.made("noise", width: 300, height: 300)
        let luma = dots.prefix(300 * 300).map { $0 < 128 ? UInt8(0) : 255 }
        for isOfJPEG in [false, true] {
            var resampler = PDQResampler(
                width: 300,
                height: 300,
                scale: 1,
                variants: false,
                kept: &none,
                isOfJPEG: isOfJPEG
            )
            resampler.push(luma: luma.span, rowCount: 300)
            let screened = resampler.finish()
            #expect(screened.quality == 100 && screened.isSteady == !isOfJPEG)
        }
    }

    @Test func `light that only clamping makes turns bits over`() {
        let noise = MadePixels.made("blocks", width: 300, height: 300)
        let isSteady = [0, 0.05, 4].map { (clamping: Float) -> Bool in
            var resampler = PDQResampler(width: 300, height: 300)
            resampler.push(noise.span, rowCount: 300)
            return resampler.finish(clamping: clamping).isSteady
        }
        #expect(isSteady == [true, true, false])
    }

    @Test func `what is rough is not poor for being of low quality`() {
        // Squares so fine that the filter makes them grey.
        for (light, isSteady) in [(200, false), (4, true)] {
            let squares = (0..<600 * 600).map { UInt8(($0 % 600 + $0 / 600) % 2 * light) }
            var resampler = PDQResampler(width: 1200, height: 1200, scale: 2)
            resampler.push(luma: squares.span, rowCount: 600)
            let screened = resampler.finish()
            #expect(screened.quality < 35 && screened.isSteady == isSteady)
        }
    }

    /// Smooth, without symmetry, and rich enough for a hash.
    private static func waves(width: Int, height: Int) -> [UInt8] {
        func hill(_ column: Int, _ row: Int) -> Int {
            Int(MadePixels.mixed(column * 16 + row))
        }
        var luma: [UInt8] = []
        for pixel in 0..<width * height {
            let x: Int = pixel % width * 1024 / width
            let y: Int = pixel / width * 1024 / height
            let (i, j, u, v) = (x / 128, y / 128, x % 128, y % 128)
            let top: Int = hill(i, j) * (128 - u) + hill(i + 1, j) * u
            let bottom: Int = hill(i, j + 1) * (128 - u) + hill(i + 1, j + 1) * u
            let sum: Int = top * (128 - v) + bottom * v
            luma.append(UInt8(sum / (128 * 128)))
        }
        return luma
    }
}

/// A picture that is rotated or mirrored pixel by pixel: a mirror image first, then clockwise.
private struct TurnedPixels {
    var pixels: [UInt8]
    var width: Int
    var height: Int

    init(_ pixels: [UInt8], width: Int, height: Int, _ variant: PictureVariant) {
        (self.pixels, self.width, self.height) = (pixels, width, height)
        let (isMirrored, turns) =
            switch variant {
            case .original: (false, 0)
            case .rotate90: (false, 1)
            case .rotate180: (false, 2)
            case .rotate270: (false, 3)
            case .mirror: (true, 0)
            case .mirrorRotate90: (true, 1)
            case .mirrorRotate180: (true, 2)
            case .mirrorRotate270: (true, 3)
            }
        if isMirrored {
            for index in pixels.indices {
                let row: Int = index / width * width
                self.pixels[index] = pixels[row + width - 1 - index % width]
            }
        }
        for _ in 0..<turns { turn() }
    }

    private mutating func turn() {
        let (old, oldWidth, oldHeight) = (pixels, width, height)
        (width, height) = (oldHeight, oldWidth)
        for index in old.indices {
            let row: Int = oldHeight - 1 - index % oldHeight
            pixels[index] = old[row * oldWidth + index / oldHeight]
        }
    }
}
