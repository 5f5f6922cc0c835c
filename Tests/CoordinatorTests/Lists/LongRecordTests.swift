import Core
import Foundation
import Storage
import TestSupport
import Testing

@testable import Coordinator

/// Records that are longer than any that people make: rejected by their place, and the rest loaded.
@Suite struct `A record that is far too long` {
    /// A list with one good record and with others that are too long.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let text: String
        /// Where the rejected ones are, with why.
        let rejected: [Int: RejectionReason]
    }

    private static let good = "00112233445566778899aabbccddeeff"
    private static let others = (0..<4).map { "0123456789abcdef0123456789abcde\($0)" }
    private static let vics =
        "http://github.com/ICMEC/ProjectVic/DataModels/2.0.xml/US/$metadata#Media"
    private static let long = String(repeating: "x", count: 64 << 10)
    private static let longer = String(repeating: "x", count: 3 << 20)

    static let cases = [
        Case(
            testDescription: "of Turnstone CSV",
            text: """
                kind,hash,id,category
                md5,\(others[0]),\(long),c
                md5,\(others[1]),i,\(long)
                md5,\(others[2]),\(longer),c
                md5,\(good),i,c
                md5,\(others[3]),"\(String(repeating: "\"\"", count: 1 << 20))",c
                \(String(repeating: ",", count: 1_000_000))
                """,
            rejected: [
                2: .labelTooLong, 3: .labelTooLong, 4: .tooLong, 6: .tooLong, 7: .tooManyFields,
            ]
        ),
        Case(
            testDescription: "of bare hashes",
            text: "\(good)\n\(long)\n\(longer)",
            rejected: [2: .badHash, 3: .tooLong]
        ),
        Case(
            testDescription: "of md5sum",
            text: "\(others[0])  \(longer)\n\(others[1])  \(long)\n\(good)  file\n",
            rejected: [1: .tooLong, 2: .labelTooLong]
        ),
        Case(
            testDescription: "of VICS",
            text: """
                {"@odata.context": "\(vics)", "value": [
                {"MediaID": "\(long)", "Category": 1, "MD5": "\(others[0])"},
                {"MediaID": 2, "Category": 1, "MD5": "\(good)", "Series": "\(longer)"},
                {"MediaID": 3, "Category": "\(long)", "MD5": "\(others[1])"},
                {"MediaID": 4, "Category": 1, "MD5": "\(longer)"}]}
                """,
            rejected: [1: .labelTooLong, 3: .labelTooLong, 4: .tooLong]
        ),
    ]

    @Test(arguments: cases)
    func `is rejected by its place`(given: Case) throws {
        let folder = try ListFolder()
        let argument = HashListArgument(try folder.list(given.text))
        let found = try ListInspection(of: argument)
        let places = found.rejections.map { ($0.line ?? $0.record ?? 0, $0.reason) }
        #expect(
            places.sorted { $0.0 < $1.0 }.map { "\($0.0) \($0.1)" }
                == given.rejected.sorted { $0.key < $1.key }
                .map { "\($0.key) \($0.value.rawValue)" }
        )
        #expect(found.accepted == 1 && found.rejected == given.rejected.count)
        #expect(found.text.utf8.count < 1500, "nothing of it is shown")
        #expect(try HashListCompiler(directory: folder.path).compile(argument).entryCount == 1)
    }

    @Test func `is one byte longer than what is kept whole`() throws {
        let folder = try ListFolder()
        let labels = ["i", "c"].map {
            String(repeating: $0, count: HashListLimits.labelByteCountMax)
        }
        let text = """
            kind,hash,id,category
            md5,\(Self.good),\(labels[0]),\(labels[1])
            md5,\(Self.others[0]),\(labels[0])+,c
            """
        let file = try HashListCompiler(directory: folder.path)
            .compile(HashListArgument(try folder.list(text)))
        #expect(file.tally.rejections == [ListRejection(number: 3, reason: .labelTooLong)])
        let list = try CompiledList(MappedFile(path: file.path))
        #expect(list.entryID(0) == labels[0] && list.category(0) == labels[1])
    }

    @Test func `is no reason to trust the list's name either`() throws {
        let folder = try ListFolder()
        let name = "a\u{1B}[2J\n" + String(repeating: "n", count: 240)
        let path = try folder.list("kind,hash\nmd5,\(Self.good)\n", name: name)
        let text = try ListInspection(of: HashListArgument(path)).text
        #expect(text.hasPrefix("a\\u{1b}[2J\\nnnn") && !text.contains("\u{1B}"))
    }
}
