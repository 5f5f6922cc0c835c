import Core
import Testing

@Suite struct CompiledListBuilderTests {
    private typealias List = InventedList

    @Test func `a duplicate has kind, hash, id and category of an earlier record`() throws {
        let text = """
            kind,hash,id,category
            md5,\(List.md5),a,x
            md5,\(List.md5.uppercased()),a,x
            md5,\(List.md5),b,x
            md5,\(List.md5),a,y
            md5,\(List.md5),,x
            md5,\(List.md5),,x
            md5,\(List.md5),e\u{301},x
            md5,\(List.md5),é,x
            """
        let (bytes, tally) = try List.compiled(text)
        let list = try CompiledList(HeldBytes(bytes))
        #expect(tally.duplicateCount == 2)
        #expect(tally.accepted == [.md5: 6])
        #expect((0..<6).map(list.entryID) == ["a", "b", "a", "6", "e\u{301}", "é"])
        #expect((0..<6).map(list.category) == ["x", "x", "y", "x", "x", "x"])
        #expect(list.entries(matching: try List.digest(.md5, List.md5)) == [0, 1, 2, 3, 4, 5])
        // Different spellings, though `String` takes them for the same.
        #expect(Array(list.entryID(4).utf8) != Array(list.entryID(5).utf8))
    }

    @Test func `the same hash with another threshold is no duplicate`() throws {
        let text = """
            kind,hash,id,threshold
            pdq,\(List.pdq),a,10
            pdq,\(List.pdq),a,40
            pdq,\(List.pdq),a,
            pdq,\(List.pdq),a,40
            """
        let (bytes, tally) = try List.compiled(text)
        let list = try CompiledList(HeldBytes(bytes))
        #expect(tally.duplicateCount == 1)
        #expect(tally.accepted == [.pdq: 3])
        #expect((0..<3).map(list.entryID) == ["a", "a", "a"])
        try list.check()
    }

    @Test func `a record keeps the hashes that are new`() throws {
        var builder = CompiledListBuilder()
        let md5 = try List.hash(.md5, List.md5)
        let pdq = try List.hash(.pdq, List.pdq)
        try builder.take(.record(ListRecord(number: 1, id: "a", hashes: [md5])))
        try builder.take(.record(ListRecord(number: 2, id: "a", hashes: [md5])))
        try builder.take(.record(ListRecord(number: 3, id: "a", hashes: [md5, pdq])))
        let (bytes, tally) = try List.compiled(&builder)
        let list = try CompiledList(HeldBytes(bytes))
        #expect(list.entryCount == 2)
        #expect(tally.duplicateCount == 2)
        #expect(tally.accepted == [.md5: 1, .pdq: 1])
    }

    @Test func `one hash a hundred thousand times is no trap`() throws {
        var builder = CompiledListBuilder()
        let hash = try List.hash(.sha1, List.sha1)
        for number in 1...100_000 {
            let id = "\(number / 2)"
            try builder.take(.record(ListRecord(number: number, id: id, hashes: [hash])))
        }
        let tally = try List.compiled(&builder).tally
        #expect(tally.accepted == [.sha1: 50_001])
        #expect(tally.duplicateCount == 49_999)
    }

    @Test func `the same records give the same bytes`() throws {
        let text = "kind,hash,id,category\nmd5,\(List.md5),a,x\npdq,\(List.pdq),b,y\n"
        #expect(try List.compiled(text).bytes == List.compiled(text).bytes)
        #expect(try List.compiled(text).bytes != List.compiled(text + "sha1,\(List.sha1)").bytes)
    }

    @Test func `everything is counted and a thousand rejections are described`() throws {
        var text = "kind,hash\nmd5,\(List.md5)\nmd5,\(List.emptyMD5)\nphotodna,1\n"
        text += String(repeating: "md5,worse\n", count: 1500)
        let tally = try List.compiled(text).tally
        #expect(tally.acceptedCount == 1 && tally.ignoredCount == 2)
        #expect(tally.ignored == [.emptyFile: 1, .photoDNA: 1])
        #expect(tally.rejectedCount == 1500)
        #expect(tally.rejections.count == HashListLimits.rejectionsDescribedMax)
        #expect(tally.rejections.first == ListRejection(number: 5, reason: .badHash))
        #expect(tally.rejections.last?.number == 1004)
    }

    @Test func `a list without a usable record is an error`() throws {
        #expect {
            try List.compiled("kind,hash\nmd5,bad\nmd5,\(List.emptyMD5)\n")
        } throws: { error in
            guard case .noUsableRecord(let tally) = error as? HashListError else { return false }
            return tally.rejectedCount == 1 && tally.ignoredCount == 1
        }
        #expect(throws: HashListError.self) { try List.compiled("kind,hash\n") }
    }
}
