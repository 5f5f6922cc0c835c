import Core
import Foundation
import TestSupport
import Testing

@Suite struct `A CSV cell` {
    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("a b;c'\t", "a b;c'\t"), ("a,b", "\"a,b\""),
        ("say \"x\"", "\"say \"\"x\"\"\""), ("\"", "\"\"\"\""), ("a\nb", "\"a\nb\""),
        ("a\r", "\"a\r\""), ("\r\n", "\"\r\n\""),
        // Each of these is one Character with the mark behind it.
        ("a,\u{301}b.jpg", "\"a,\u{301}b.jpg\""), ("a\"\u{301}b", "\"a\"\"\u{301}b\""),
    ])
    func `is quoted where the RFC asks for it, and nowhere else`(cell: String, quoted: String) {
        // By bytes: equal texts may be different bytes.
        #expect(Array(CSVCell.text(cell).utf8) == Array(quoted.utf8))
    }

    @Test func `is quoted for what else is asked for, and may be no text`() {
        var bytes: [UInt8] = [1]
        CSVCell.append([0xFF, 0x20], to: &bytes, alsoQuoting: [0x20])
        CSVCell.append([0xFF, 0x20], to: &bytes)
        #expect(bytes == [1, 0x22, 0xFF, 0x20, 0x22, 0xFF, 0x20])
    }

    @Test(arguments: 0..<4) func `is read back as it was`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let cells = (0..<3).map { _ in
                (0..<Int.random(in: 1...6, using: &random)).map { _ in
                    Array("a,\" ;\u{301}".utf8).randomElement(using: &random) ?? 0
                }
            }
            var line: [UInt8] = []
            for (index, cell) in cells.enumerated() {
                if index > 0 { line.append(UInt8(ascii: ",")) }
                CSVCell.append(cell, to: &line)
            }
            let read = try #require(CSVFields.split(line))
            #expect(read.map { Array($0) } == cells)
        }
    }
}
