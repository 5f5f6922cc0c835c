internal import Core

/// Hashes a picture that is held whole, and its rotations and mirror images: each is hashed as if
/// it were a picture of its own, since signs flipped on the frequencies are not the same.
// SAFETY: walks stay in the picture; its pixels outlive the struct, which never leaves a call.
@safe struct VariantHashing {
    /// Rows, R, G, B, without space between them.
    let pixels: UnsafeBufferPointer<UInt8>
    let width: Int
    let height: Int

    /// Rows that the accumulator takes at once.
    private static let rowCount = 8

    /// The picture with its hash, and the variants' hashes if they are asked for.
    func picture(hasWarnings: Bool, variants: Bool) -> DecodedPicture {
        var accumulator = PDQAccumulator(width: width, height: height)
        unsafe accumulator.push(pixels.span, rowCount: height)
        let (hash, quality) = accumulator.finish()
        var hashes = [PictureVariant.original: hash]
        if variants {
            for variant in PictureVariant.allCases where variant != .original {
                hashes[variant] = self.hash(of: variant)
            }
        }
        let picture = Picture(
            width: width,
            height: height,
            hash: hash,
            quality: quality,
            profile: .exact,
            hasWarnings: hasWarnings
        )
        return DecodedPicture(picture: picture, variants: hashes)
    }

    private func hash(of variant: PictureVariant) -> PDQHash {
        let walk = PixelWalk(variant, width: width, height: height)
        var accumulator = PDQAccumulator(width: walk.width, height: walk.height)
        var rows = [UInt8](repeating: 0, count: VariantHashing.rowCount * walk.width * 3)
        var row = 0
        while row < walk.height {
            let count = min(VariantHashing.rowCount, walk.height - row)
            unsafe rows.withUnsafeMutableBufferPointer { rows in
                unsafe copy(walk, firstRow: row, count: count, to: rows)
            }
            accumulator.push(rows.span.extracting(first: count * walk.width * 3), rowCount: count)
            row += count
        }
        return accumulator.finish().hash
    }

    /// Copies rows of the variant. Column by column: in a quarter turn the pixels of a few rows at
    /// one column are neighbours in the original.
    private func copy(
        _ walk: PixelWalk,
        firstRow: Int,
        count: Int,
        to rows: UnsafeMutableBufferPointer<UInt8>
    ) {
        for column in 0..<walk.width {
            for row in 0..<count {
                let from = 3 * walk.pixel(row: firstRow + row, column: column)
                let to = 3 * (row * walk.width + column)
                unsafe rows[to] = pixels[from]
                unsafe rows[to + 1] = pixels[from + 1]
                unsafe rows[to + 2] = pixels[from + 2]
            }
        }
    }
}
