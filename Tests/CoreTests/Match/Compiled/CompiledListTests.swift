import Core
import TestSupport
import Testing

@Suite struct CompiledListTests {
    private typealias List = InventedList

    private static let text = """
        kind,hash,id,category,threshold
        pdq,\(InventedList.pdq),demo-1,test,25
        sha1,\(InventedList.sha1),,other
        md5,\(InventedList.md5),Zoë,
        sha256,\(InventedList.sha256),demo-1,test
        """

    @Test func `ids, categories and counts come back as they went in`() throws {
        let list = try List.opened(Self.text)
        #expect(list.entryCount == 4)
        #expect((0..<4).map(list.entryID) == ["demo-1", "3", "Zoë", "demo-1"])
        #expect((0..<4).map(list.category) == ["test", "other", "", "test"])
        #expect(MatchKind.allCases.map(list.count) == [1, 1, 1, 1])
        #expect(list.version.hex == List.sha256)
    }

    @Test func `every digest of a large list is found and others are not`() throws {
        var numbers = SeededGenerator(seed: 3)
        var lines = ["kind,hash"]
        var digests: [Digest] = []
        for _ in 0..<3000 {
            let kind = DigestKind.allCases.randomElement(using: &numbers) ?? .md5
            // Few first bytes, so that prefixes are crowded and others empty.
            var bytes = (0..<kind.byteCount).map { _ in UInt8.random(in: 0...255, using: &numbers) }
            bytes[0] = UInt8.random(in: 250...255, using: &numbers)
            let digest = try List.digest(kind, Hex.string(bytes))
            digests.append(digest)
            lines.append("\(kind.rawValue),\(digest.hex)")
        }
        let list = try List.opened(lines.joined(separator: "\n"))
        for (index, digest) in digests.enumerated() {
            #expect(list.entries(matching: digest) == [index])
        }
        for digest in digests.prefix(500) {
            var bytes = digest.bytes
            bytes[bytes.count - 1] ^= 1
            #expect(list.entries(matching: try List.digest(digest.kind, Hex.string(bytes))) == [])
        }
        #expect(list.entries(matching: try List.digest(.md5, List.md5)) == [])
    }

    @Test func `a list that is cut short anywhere is refused`() throws {
        let bytes = try List.compiled(Self.text).bytes
        for count in 0..<bytes.count {
            #expect(throws: CompiledListError.self) {
                try CompiledList(HeldBytes(Array(bytes[..<count])))
            }
        }
        #expect(throws: CompiledListError.cutOff) { try CompiledList(HeldBytes(bytes + [0])) }
    }

    @Test func `other files and other versions are refused`() throws {
        var bytes = try List.compiled(Self.text).bytes
        #expect(throws: CompiledListError.notCompiledList) {
            try CompiledList(HeldBytes([UInt8](repeating: 65, count: 4096)))
        }
        bytes[8] = 9
        #expect(throws: CompiledListError.wrongVersion(9)) { try CompiledList(HeldBytes(bytes)) }
    }

    /// Whatever is flipped, the list is refused or answers: nothing is read out of bounds.
    @Test func `a damaged list is refused or answers safely`() throws {
        let bytes = try List.compiled(Self.text).bytes
        var numbers = SeededGenerator(seed: 17)
        var refusedCount = 0
        for round in 0..<6000 {
            var damaged = bytes
            for _ in 0..<(round % 4 + 1) {
                // The header, whose numbers lead everywhere, as often as all the rest.
                let end = Bool.random(using: &numbers) ? 200 : damaged.count
                let index = Int.random(in: 0..<end, using: &numbers)
                damaged[index] = UInt8.random(in: 0...255, using: &numbers)
            }
            do {
                let list = try CompiledList(HeldBytes(damaged))
                try list.check()
                for entry in 0..<list.entryCount { _ = (list.entryID(entry), list.category(entry)) }
                _ = try self.matching(list)
            } catch is CompiledListError {
                refusedCount += 1
            }
        }
        #expect(refusedCount > 3000 && refusedCount < 6000)
    }

    @Test func `each damaged number that leads somewhere is found`() throws {
        let bytes = try List.compiled(Self.text).bytes
        // Every byte above the lowest of lengths, offsets and references is 0 in so small a list.
        let entriesStart = try #require(
            CompiledListLayout(bytes.span)[.entries].first
        )
        for offset in [entriesStart + 7, entriesStart + 12, entriesStart + 14] {
            var damaged = bytes
            damaged[offset] = 1
            #expect(throws: CompiledListError.damaged) {
                try CompiledList(HeldBytes(damaged)).check()
            }
        }
        let layout = try CompiledListLayout(bytes.span)
        for section: CompiledListLayout.Section in [
            .md5Entries, .sha1Entries, .sha256Entries, .pdqEntries, .md5Prefixes, .categories,
        ] {
            var damaged = bytes
            damaged[layout[section].lowerBound + 3] = 1
            #expect(throws: CompiledListError.damaged) {
                try CompiledList(HeldBytes(damaged)).check()
            }
        }
    }

    private func matching(_ list: CompiledList) throws -> Matching {
        let picture = Picture(
            width: 1,
            height: 1,
            hash: PDQHash(words: .zero),
            quality: 100,
            profile: .exact,
            hasWarnings: false
        )
        let digests = DigestSet(
            md5: try List.digest(.md5, List.md5),
            sha1: try List.digest(.sha1, List.sha1),
            sha256: try List.digest(.sha256, List.sha256)
        )
        let settings = ListSettings(threshold: 256, qualityFloor: 0)
        return Matcher(lists: [MatcherList(list: list, settings: settings)])
            .matches(digests: digests, picture: picture)
    }
}
