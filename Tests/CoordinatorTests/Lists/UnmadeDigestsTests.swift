import Core
import Testing

@testable import Coordinator

@Suite struct UnmadeDigestsTests {
    private static let text = """
        kind,hash,id
        md5,00112233445566778899aabbccddeeff,one
        sha1,00112233445566778899aabbccddeeff00112233,two
        sha1,00112233445566778899aabbccddeeff00112234,three
        pdq,0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef,four
        """

    private func sentence(_ made: DigestKinds, text: String = text) throws -> String? {
        let folder = try ListFolder()
        let path = try folder.list(text, name: "known.csv")
        let list = try HashListCompiler(directory: folder.path).compile(HashListArgument(path))
        return UnmadeDigests(list, made)?.description
    }

    @Test func `a list of which every entry can be found is taken`() throws {
        #expect(try sentence(.all) == nil)
        #expect(try sentence([.md5, .sha1]) == nil)
        let pictures = "pdq \(String(repeating: "01", count: 32))\n"
        #expect(try sentence([], text: pictures) == nil)
        #expect(try sentence(.sha256, text: pictures) == nil)
    }

    @Test func `entries that would never be found are counted, with what to do`() throws {
        #expect(
            try sentence(.md5) == "the list known.csv holds 2 SHA-1 entries, which --digests md5 "
                + "would never find: use --digests md5,sha1, or a list without them"
        )
        #expect(
            try sentence([.sha1, .sha256])
                == "the list known.csv holds 1 MD5 entry, which --digests sha1,sha256 "
                + "would never find: use --digests md5,sha1,sha256, or a list without them"
        )
        #expect(
            try sentence([]) == "the list known.csv holds 1 MD5 and 2 SHA-1 entries, which "
                + "--digests none would never find: use --digests md5,sha1, or a list without them"
        )
    }
}
