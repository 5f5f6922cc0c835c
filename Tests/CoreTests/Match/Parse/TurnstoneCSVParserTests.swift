import Core
import Testing

@Suite struct TurnstoneCSVParserTests {
    private typealias List = InventedList

    @Test func `columns may stand in any order and only kind and hash are required`() throws {
        let text = [
            "threshold,Category, HASH ,id,kind",
            "25,\"a, \"\"b\"\"\",\(List.pdq.uppercased()),demo-1,PDQ",
            ",,\(List.sha1),,sha1",
        ].joined(separator: "\r\n")
        #expect(
            try List.events(text) == [
                .record(
                    ListRecord(
                        number: 2,
                        id: "demo-1",
                        category: "a, \"b\"",
                        hashes: [List.hash(.pdq, List.pdq)],
                        threshold: 25
                    )
                ),
                .record(ListRecord(number: 3, id: nil, hashes: [List.hash(.sha1, List.sha1)])),
            ]
        )
    }

    @Test(arguments: [
        ("md5,zz112233445566778899aabbccddeeff", RejectionReason.badHash),
        ("md5,\(InventedList.sha1)", .wrongLength),
        ("crc32,00112233", .unknownKind),
        ("md5,", .noHash),
        ("md5", .noHash),
        ("pdq,\(InventedList.pdq),a,b,255", .badThreshold),
        ("pdq,\(InventedList.pdq),a,b,-1", .badThreshold),
        ("pdq,\(InventedList.pdq),a,b,3,x", .tooManyFields),
        ("md5,\(InventedList.md5),\"a", .openQuote),
        ("md5,\(InventedList.md5),\"a\"b", .openQuote),
        ("md5,\(InventedList.md5),\(String(repeating: "i", count: 4097))", .labelTooLong),
    ])
    func `a record that cannot be used is named by its line`(
        line: String,
        reason: RejectionReason
    ) throws {
        let text = "kind,hash,id,category,threshold\n\n\(line)\nmd5,\(List.md5)\n"
        #expect(
            try List.events(text) == [
                .rejection(3, reason),
                .record(ListRecord(number: 4, id: nil, hashes: [List.hash(.md5, List.md5)])),
            ]
        )
    }

    @Test func `thresholds from 0 to 254 are taken`() throws {
        for threshold in [0, 254] {
            let text = "kind,hash,threshold\npdq,\(List.pdq),\(threshold)"
            guard case .record(let record) = try List.events(text).first else {
                Issue.record("no record")
                return
            }
            #expect(record.threshold == threshold)
        }
    }

    @Test func `digests of empty files and PhotoDNA are left aside`() throws {
        let text = "kind,hash\nmd5,\(List.emptyMD5.uppercased())\nPhotoDNA,12,34\nphotodna,12\n"
        #expect(
            try List.events(text) == [
                .ignored(.emptyFile), .rejection(3, .tooManyFields), .ignored(.photoDNA),
            ]
        )
    }

    @Test(arguments: ["kind,hash,treshold", "kind,hash,hash", "kind,hash,"])
    func `a column that is not known or comes twice is refused`(header: String) {
        #expect(throws: HashListError.columnUnknown(3)) { try List.events(header + "\n") }
    }
}
