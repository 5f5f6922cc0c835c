internal import Core

/// Where the pixels of a rotated or mirrored picture are in the original.
///
/// Rotations are clockwise; a mirror image is flipped left to right first, then rotated.
struct PixelWalk {
    /// The variant's pixels a row.
    let width: Int
    /// The variant's rows.
    let height: Int
    private let origin: Int
    private let rowStep: Int
    private let columnStep: Int

    /// For an original of that size in pixels.
    init(_ variant: PictureVariant, width: Int, height: Int) {
        let isMirrored =
            switch variant {
            case .original, .rotate90, .rotate180, .rotate270: false
            case .mirror, .mirrorRotate90, .mirrorRotate180, .mirrorRotate270: true
            }
        // The flipped picture: pixel (y, x) of it is at start + y · down + x · right.
        let start = isMirrored ? width - 1 : 0
        let (down, right) = (width, isMirrored ? -1 : 1)
        let bottom = (height - 1) * down
        let far = (width - 1) * right
        switch variant {
        case .original, .mirror:
            (origin, rowStep, columnStep) = (start, down, right)
        case .rotate90, .mirrorRotate90:
            // The top row is the left column, read upwards.
            (origin, rowStep, columnStep) = (start + bottom, right, -down)
        case .rotate180, .mirrorRotate180:
            (origin, rowStep, columnStep) = (start + bottom + far, -down, -right)
        case .rotate270, .mirrorRotate270:
            // The top row is the right column, read downwards.
            (origin, rowStep, columnStep) = (start + far, -right, down)
        }
        let isTurned =
            switch variant {
            case .rotate90, .rotate270, .mirrorRotate90, .mirrorRotate270: true
            case .original, .rotate180, .mirror, .mirrorRotate180: false
            }
        self.width = isTurned ? height : width
        self.height = isTurned ? width : height
    }

    /// The position in the original, in pixels from its first, of one of the variant's pixels.
    func pixel(row: Int, column: Int) -> Int { origin + row * rowStep + column * columnStep }
}
