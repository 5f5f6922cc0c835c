import Core
import Testing

@Suite struct HashdeepParserTests {
    private typealias List = InventedList

    @Test func `the second line says which digests there are`() throws {
        let text = """
            %%%% HASHDEEP-1.0
            %%%% size,sha256,whirlpool,md5,filename
            ## Invoked from: /nowhere
            ##
            7,\(List.sha256),ff,\(List.md5.uppercased()),/a,b "c".jpg
            0,\(List.sha256),ff,\(List.emptyMD5),/empty
            x,\(List.sha256),ff,\(List.md5),/d
            7,\(List.sha256)
            %%%% HASHDEEP-1.0
            %%%% size,sha1,filename
            8,\(List.sha1),/e
            8,,/f
            """
        #expect(
            try List.events(text) == [
                .record(
                    ListRecord(
                        number: 5,
                        id: "/a,b \"c\".jpg",
                        hashes: [List.hash(.sha256, List.sha256), List.hash(.md5, List.md5)]
                    )
                ),
                .ignored(.emptyFile),
                .record(
                    ListRecord(number: 6, id: "/empty", hashes: [List.hash(.sha256, List.sha256)])
                ),
                .rejection(7, .badSize), .rejection(8, .tooFewFields),
                .record(ListRecord(number: 11, id: "/e", hashes: [List.hash(.sha1, List.sha1)])),
                .rejection(12, .noHash),
            ]
        )
    }

    @Test(arguments: ["7,\(InventedList.md5),/a", "%%%% size,tiger,filename", "%%%% size,md5"])
    func `without its header it is of no use`(line: String) {
        #expect(throws: HashListError.self) { try List.events("%%%% HASHDEEP-1.0\n\(line)\n") }
    }
}
