import Core
import Testing

@Suite struct DigestTests {
    @Test(arguments: DigestKind.allCases)
    func `a digest has just as many bytes as its kind says`(kind: DigestKind) throws {
        let bytes = (0..<kind.byteCount).map { UInt8($0 * 7 & 255) }
        let digest = try #require(Digest(kind, bytes: bytes))
        #expect(digest.bytes == bytes)
        #expect(digest.hex == Hex.string(bytes))
        #expect(Digest(kind, bytes: bytes + [0]) == nil)
        #expect(Digest(kind, bytes: bytes.dropLast()) == nil)
    }

    @Test func `kinds have the sizes of their standards`() {
        #expect(DigestKind.allCases.map(\.byteCount) == [16, 20, 32])
    }

    @Test func `each byte makes a difference`() throws {
        let bytes = [UInt8](repeating: 0, count: 20)
        let zero = try #require(Digest(.sha1, bytes: bytes))
        for index in bytes.indices {
            var other = bytes
            other[index] = 1
            #expect(Digest(.sha1, bytes: other) != zero)
        }
    }

    @Test func `a set gives each kind its own digest`() throws {
        func digest(_ kind: DigestKind) throws -> Digest {
            let bytes = [UInt8](repeating: UInt8(kind.byteCount), count: kind.byteCount)
            return try #require(Digest(kind, bytes: bytes))
        }
        let set = try DigestSet(md5: digest(.md5), sha1: digest(.sha1), sha256: digest(.sha256))
        for kind in DigestKind.allCases { #expect(try set[kind] == digest(kind)) }
        #expect(set.kinds == .all && set.only(.all) == set)
    }

    @Test(arguments: 0...DigestKinds.all.rawValue)
    func `a set has the digests that were made and no others`(bits: UInt8) throws {
        func digest(_ kind: DigestKind) throws -> Digest {
            try #require(Digest(kind, bytes: [UInt8](repeating: 1, count: kind.byteCount)))
        }
        let all = try DigestSet(md5: digest(.md5), sha1: digest(.sha1), sha256: digest(.sha256))
        let kinds = DigestKinds(rawValue: bits)
        let some = all.only(kinds)
        #expect(some.kinds == kinds)
        for kind in DigestKind.allCases {
            #expect(some[kind] == (kinds.contains(kind) ? all[kind] : nil))
        }
        #expect(DigestSet().kinds.isEmpty && all.only([]) == DigestSet())
    }
}
