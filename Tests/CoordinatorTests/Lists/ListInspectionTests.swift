import Coordinator
import Core
import Foundation
import TestSupport
import Testing

@Suite struct ListInspectionTests {
    private func inspection(_ text: String) throws -> ListInspection {
        let folder = try ListFolder()
        return try ListInspection(of: HashListArgument(folder.list(text)))
    }

    private static let md5 = "00112233445566778899aabbccddeeff"

    @Test func `it says what a list holds and which records are rejected`() throws {
        let text = """
            kind,hash,id
            md5,\(Self.md5),a
            md5,\(Self.md5),a
            crc,0
            md5,d41d8cd98f00b204e9800998ecf8427e
            """
        let found = try inspection(text)
        #expect(found.entries == 1 && found.accepted == 1 && found.duplicates == 1)
        #expect(found.kinds == ["md5": 1, "sha1": 0, "sha256": 0, "pdq": 0])
        #expect(found.rejections.map(\.line) == [4] && found.rejections[0].reason == "unknown_kind")
        #expect(
            found.text == """
                list.csv: Turnstone CSV, 1 entry
                  version     \(found.version)
                  accepted    1 (md5 1)
                  duplicates  1
                  rejected    1
                  withdrawn   0
                  ignored     1 (empty_file 1)
                  line 4: the kind is none of md5, sha1, sha256, pdq

                """
        )
    }

    @Test func `no hash of the list is in it`() throws {
        let found = try inspection("kind,hash\nmd5,\(Self.md5)\nmd5,\(Self.md5)ab\n")
        let json = String(decoding: try JSONEncoder().encode(found), as: UTF8.self)
        #expect(!found.text.contains(Self.md5) && !json.contains(Self.md5))
        #expect(json.contains("\"line\":3"))
    }

    @Test func `records of formats without lines go by their number`() throws {
        let path = Checkout.fixture("lists/vics-2.0-media.json").path
        let found = try ListInspection(of: HashListArgument(path))
        #expect(found.format == "vics")
        #expect(found.rejections.map(\.record) == [3, 5, 5, 6])
        #expect(found.text.contains("  record 3: there is no hash\n"))
        #expect(found.ignored == 2)
    }

    @Test func `a list without a usable record is shown as well`() throws {
        let found = try inspection("kind,hash\nmd5,worse\n")
        #expect(found.accepted == 0 && found.rejections.map(\.reason) == ["bad_hash"])
    }
}
