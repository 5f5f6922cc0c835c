import Core
import Testing

@Suite struct PDQToolParserTests {
    private typealias List = InventedList

    @Test func `hashes under the floor are left aside, one on it is not`() throws {
        let text = """
            hash,quality,name
            \(List.pdq),50,a,b.jpg
            \(List.pdq),49,b.jpg
            \(List.pdq),100,"c ""d"".jpg"
            \(List.pdq),101,x
            \(List.pdq),,x
            \(List.pdq)
            \(List.md5),10,x
            """
        #expect(
            try List.events(text) == [
                .record(ListRecord(number: 2, id: "a,b.jpg", hashes: [List.hash(.pdq, List.pdq)])),
                .ignored(.belowQualityFloor),
                .record(
                    ListRecord(number: 4, id: "c \"d\".jpg", hashes: [List.hash(.pdq, List.pdq)])
                ),
                .rejection(5, .badQuality), .rejection(6, .badQuality),
                .rejection(7, .tooFewFields), .rejection(8, .wrongLength),
            ]
        )
    }

    @Test func `what turnstone hash prints is a list`() throws {
        let events = try List.events("pdq,quality,path\n\(List.pdq),99,dir/a.jpg\n", kind: .pdq)
        #expect(events.count == 1)
    }
}
