package import Core

/// A picture as it was decoded and hashed, with the hashes of its rotations and mirror images.
package struct DecodedPicture: Equatable, Sendable {
    package let picture: Picture
    /// All eight if they were asked for, else the original alone.
    package let variants: [PictureVariant: PDQHash]

    /// Makes a decoded picture; `variants` includes the original.
    package init(picture: Picture, variants: [PictureVariant: PDQHash]) {
        self.picture = picture
        self.variants = variants
    }
}
