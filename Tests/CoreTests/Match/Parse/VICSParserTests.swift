import Core
import Foundation
import TestSupport
import Testing

@Suite struct VICSParserTests {
    private typealias List = InventedList

    private static func fixture(_ name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: Checkout.fixture("lists/" + name)))
    }

    private static let context = "http://example.invalid/2.0.xml/Default/$metadata"

    /// A list of media, written as 2.0 has it.
    private static func list(_ media: String) -> String {
        "{\"@odata.context\":\"\(context)#Media\",\"value\":[\(media)]}"
    }

    private static func expectedMedia() throws -> [ListEvent] {
        let sha1 = "00112233445566778899aabbccddeeff00112233"
        return [
            .ignored(.photoDNA),
            .record(
                ListRecord(
                    number: 1,
                    id: "1",
                    category: "5",
                    hashes: [
                        try List.hash(.md5, List.md5), try List.hash(.sha1, sha1),
                        try List.hash(.pdq, List.pdq),
                        try List.hash(.md5, "ffeeddccbbaa99887766554433221100"),
                    ]
                )
            ),
            .record(
                ListRecord(number: 2, id: nil, hashes: [try List.hash(.sha1, sha1)])
            ),
            .rejection(3, .noHash),
            .ignored(.emptyFile),
            .rejection(5, .badHash),
            .rejection(5, .unknownKind),
            .record(
                ListRecord(
                    number: 5,
                    id: "m-5",
                    category: "two",
                    hashes: [try List.hash(.sha1, sha1)]
                )
            ),
            .rejection(6, .wrongType),
        ]
    }

    @Test(arguments: ["vics-2.0-media.json", "vics-1.x-media.json", "vics-2.0-cases.json"])
    func `both shapes and both versions say the same, cut anywhere`(name: String) throws {
        let text = try Self.fixture(name)
        let expected = try Self.expectedMedia()
        #expect(try List.events(text) == expected)
        #expect(try List.events(text, pieceLength: 1) == expected)
        // Every cut in two: each state of the tokenizer at least once at the end of a piece.
        for cut in 1..<text.count {
            var reader = HashListReader()
            var events: [ListEvent] = []
            try reader.read(text.span.extracting(..<cut), to: &events)
            try reader.read(text.span.extracting(cut...), to: &events)
            try reader.finish(to: &events)
            if events != expected { Issue.record("differs when cut at \(cut)") }
        }
        var parser = VICSParser()
        var events: [ListEvent] = []
        for index in text.indices.dropFirst(text.first == 0xEF ? 3 : 0) {
            try parser.read(text.span.extracting(index..<index + 1), to: &events)
        }
        try parser.finish(to: &events)
        #expect(events == expected)
    }

    @Test(arguments: [
        ("{\"MD5\":5}", RejectionReason.wrongType),
        ("{\"MD5\":{}}", .wrongType),
        ("{\"MD5\":\"\"}", .noHash),
        ("{\"MD5\":null}", .noHash),
        ("{\"AlternativeHashes\":[7]}", .wrongType),
        ("{\"AlternativeHashes\":{}}", .wrongType),
        ("{\"MediaFiles\":[[]]}", .wrongType),
        ("{\"AlternativeHashes\":[{\"HashName\":\"CRC\",\"HashValue\":\"00\"}]}", .unknownKind),
        ("{\"MD5\":\"0011\"}", .wrongLength),
        ("[]", .wrongType),
        ("\"x\"", .wrongType),
    ])
    func `a medium that cannot be used is one rejected record`(
        medium: String,
        reason: RejectionReason
    ) throws {
        #expect(
            try List.events(Self.list("\(medium),{\"MD5\":\"\(List.md5)\"}")) == [
                .rejection(1, reason),
                .record(ListRecord(number: 2, id: nil, hashes: [List.hash(.md5, List.md5)])),
            ]
        )
    }

    @Test func `keys that mean nothing are passed over, whatever is in them`() throws {
        let medium = """
            {"x":{"MD5":"bad","Media":[{"MD5":"bad"}]},"Tags":["a",{"SHA1":1}],"MD5":"\(List.md5)",
            "IsDistributed":"true","VictimIdentified":false,"DateUpdated":"/Date(1)/"}
            """
        #expect(
            try List.events(Self.list(medium)) == [
                .record(ListRecord(number: 1, id: nil, hashes: [List.hash(.md5, List.md5)]))
            ]
        )
    }

    @Test func `a list that is cut off or broken is an error`() throws {
        let text = try Self.fixture("vics-2.0-media.json")
        let end = try #require(text.lastIndex(of: UInt8(ascii: "}")))
        #expect(throws: HashListError.cutOff) { try List.events(Array(text[..<end])) }
        let broken = text[..<(end - 20)] + Array("\n,,".utf8)
        #expect(throws: HashListError.self) { try List.events(Array(broken)) }
        #expect(throws: HashListError.malformedJSON(line: 3)) {
            try List.events("{\"@odata.context\":\"a#Media\",\n\"value\":[\n{]}")
        }
    }

    @Test func `OData of other things is not read`() {
        #expect(throws: HashListError.self) {
            try List.events("{\"@odata.context\":\"\(Self.context)#People\",\"value\":[]}")
        }
        #expect(throws: HashListError.self) { try List.events("{\"hashRecords\":[]}") }
    }
}
