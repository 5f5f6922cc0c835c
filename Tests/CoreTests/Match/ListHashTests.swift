import Core
import Testing

@Suite struct ListHashTests {
    @Test func `hex is read in either case and only in its kind's length`() throws {
        let upper = ListHash(kind: .md5, hex: Array(InventedList.md5.uppercased().utf8)[...])
        #expect(try upper == InventedList.hash(.md5, InventedList.md5))
        #expect(ListHash(kind: .sha1, hex: Array(InventedList.md5.utf8)[...]) == nil)
        #expect(ListHash(kind: .md5, hex: Array("g".utf8)[...]) == nil)
        let bad = "g" + InventedList.md5.dropFirst()
        #expect(ListHash(kind: .md5, hex: Array(bad.utf8)[...]) == nil)
    }

    @Test func `digests and PDQ hashes are the same whether read or made`() throws {
        for (kind, hex) in [
            (DigestKind.md5, InventedList.md5), (.sha1, InventedList.sha1),
            (.sha256, InventedList.sha256),
        ] {
            let digest = try InventedList.digest(kind, hex)
            #expect(try ListHash(digest) == InventedList.hash(kind.matchKind, hex))
        }
        let pdq = try #require(PDQHash(hex: InventedList.pdq))
        #expect(try ListHash(pdq) == InventedList.hash(.pdq, InventedList.pdq))
    }

    /// What `md5sum`, `sha1sum` and `sha256sum` print for /dev/null.
    @Test func `digests of nothing are known`() throws {
        let sha1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709"
        let sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        #expect(try InventedList.hash(.md5, InventedList.emptyMD5).isOfEmptyFile)
        #expect(try InventedList.hash(.sha1, sha1).isOfEmptyFile)
        #expect(try InventedList.hash(.sha256, sha256).isOfEmptyFile)
        #expect(try !InventedList.hash(.pdq, sha256).isOfEmptyFile)
        #expect(try !InventedList.hash(.md5, InventedList.md5).isOfEmptyFile)
    }

    @Test func `kinds are read in either case`() {
        func kind(_ name: String) -> MatchKind? { MatchKind(listed: Array(name.utf8)[...]) }
        #expect(kind("PDQ") == .pdq && kind("Md5") == .md5 && kind("SHA-1") == .sha1)
        #expect(kind("sha1") == .sha1 && kind("SHA256") == .sha256 && kind("sha-256") == .sha256)
        for name in ["", "sha", "sha512", "md5 ", "PhotoDNA", "pdqf"] { #expect(kind(name) == nil) }
    }

    @Test func `matching kinds and digest kinds have the same lengths`() {
        for kind in DigestKind.allCases { #expect(kind.matchKind.byteCount == kind.byteCount) }
        #expect(MatchKind.pdq.byteCount == 32)
    }
}
