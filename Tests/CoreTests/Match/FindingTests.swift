import Core
import Testing

@Suite struct FindingTests {
    @Test func `kinds and variants have the names that reports promise`() {
        #expect(MatchKind.allCases.map(\.name) == ["md5", "sha1", "sha256", "pdq"])
        #expect(
            PictureVariant.allCases.map(\.name) == [
                "original", "rotate90", "rotate180", "rotate270",
                "mirror", "mirror_rotate90", "mirror_rotate180", "mirror_rotate270",
            ]
        )
    }
}
