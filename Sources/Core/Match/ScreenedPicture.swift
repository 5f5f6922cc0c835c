/// A picture as a lane found it, with what decides whether it is decoded in full.
package struct ScreenedPicture: Sendable {
    /// Its profile says whether it was screened at all.
    package let picture: Picture
    /// Of the file's bytes.
    package let digests: DigestSet
    /// The picture's hash in each variant that is compared; empty stands for `picture.hash` as
    /// `original`.
    package let variants: [PictureVariant: PDQHash]

    /// Makes a picture to be asked about.
    package init(
        _ picture: Picture,
        digests: DigestSet,
        variants: [PictureVariant: PDQHash] = [:]
    ) {
        self.picture = picture
        self.digests = digests
        self.variants = variants
    }
}
