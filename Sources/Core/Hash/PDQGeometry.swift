/// Where PDQ looks at a picture, along one side of `n` pixels.
package enum PDQGeometry {
    /// Samples along each side.
    package static let sampleCount = 64

    /// Sides under this many pixels have no hash: the reference gives zeros and quality 0.
    package static let sideMin = 5

    /// The pixels of the box filter's window: two passes of it cover one sample's share.
    package static func window(_ n: Int) -> Int { (n + 127) / 128 }

    /// The pixel, from 0, that sample `k` of 64 is taken at: the middle of its share.
    package static func sample(_ k: Int, of n: Int) -> Int { (2 * k + 1) * n / 128 }
}
