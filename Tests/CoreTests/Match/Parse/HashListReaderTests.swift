import Core
import Testing

@Suite struct HashListReaderTests {
    private typealias List = InventedList

    private static let samples: [(String, MatchKind?)] = [
        ("kind,hash,id\nmd5,\(List.md5),a\nsha1,\(List.sha1),\"b\"\n", nil),
        ("\(List.md5) a\n\(List.sha1)\n", nil),
        ("\(List.pdq)\n\(List.pdq) b\n", .pdq),
        ("pdq \(List.pdq)\n", nil),
        ("\(List.pdq),80,a\n\(List.pdq),3,b\n", nil),
        ("\\\(List.sha256)  a\\\\\n\(List.sha256) *b\n", nil),
        ("%%%% HASHDEEP-1.0\n%%%% size,md5,filename\n3,\(List.md5),/a\n", nil),
        (
            "{\"odata.metadata\":\"x#Media\",\"value\":[{\"MediaID\":7,\"MD5\":\"\(List.md5)\"}]}",
            nil
        ),
    ]

    @Test func `no format minds how it is cut, a byte order mark, CRLF or a missing end`() throws {
        for (text, kind) in Self.samples {
            let plain = try List.events(text, kind: kind)
            #expect(!plain.isEmpty)
            let others = [
                "\u{FEFF}" + text, text.replacing("\n", with: "\r\n"),
                text.last == "\n" ? String(text.dropLast()) : text,
            ]
            for length in [1, 2, 3, 7, 64] {
                #expect(try List.events(text, kind: kind, pieceLength: length) == plain)
            }
            for other in others {
                #expect(try List.events(other, kind: kind, pieceLength: 1) == plain)
            }
        }
    }

    @Test func `a list longer than what its format is told by is read to its end`() throws {
        let lines = (0..<3000).map { "\(List.md5) entry \($0)\n" }
        let text = lines.joined()
        #expect(text.utf8.count > HashListLimits.sniffedByteCount)
        for length in [1000, 65_536, .max] {
            let events = try List.events(text, pieceLength: length)
            #expect(events.count == 3000)
            guard case .record(let last) = events.last else { return }
            #expect(last.number == 3000 && last.id == "entry 2999")
        }
    }

    @Test func `a line beyond the limit is passed over and counted`() throws {
        let long = String(repeating: "a", count: HashListLimits.lineByteCountMax + 1)
        let events = try List.events("\(List.md5)\n\(long)\n\(List.md5)\n", pieceLength: 4096)
        #expect(events.count == 3)
        #expect(events[1] == .rejection(2, .tooLong))
    }
}
