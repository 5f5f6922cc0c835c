import Core
import Foundation
import Testing

@testable import Coordinator

/// The small values that reports are written with, each against a program that knows better.
struct ReportWordsTests {
    @Test func `error names are Python's`() throws {
        let names = try OutsideProgram.python(
            """
            import errno, json
            print(json.dumps({n: v for n, v in vars(errno).items() if isinstance(v, int)}))
            """,
            as: [String: Int32].self
        )
        for code in Int32(1)...133 where names.values.contains(code) {
            #expect(names[ErrnoName(code).text] == code)
        }
        #expect(ErrnoName(13).text == "EACCES")
        #expect(ErrnoName(41).text == "errno 41")
        #expect(ErrnoName(0).text == "errno 0")
        #expect(ErrnoName(Int32.max).text == "errno 2147483647")
    }

    @Test func `moments are Python's`() throws {
        var invented = InventedRecords(seed: 9)
        var moments: [Int64] = [
            0, -1, 1, 999_999_999, -1_000_000_000, .min, .max, 951_782_400_000_000_000,
            951_868_799_999_999_999, 4_107_542_400_000_000_000,
        ]
        moments += (0..<500).map { _ in Int64(bitPattern: invented.next()) }
        let expected = try OutsideProgram.python(
            """
            import sys, json, datetime
            out = []
            for n in json.load(sys.stdin):
                s, f = divmod(n, 10**9)
                t = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=s)
                out.append(t.isoformat() + ".%09dZ" % f)
            print(json.dumps(out))
            """,
            input: JSONEncoder().encode(moments),
            as: [String].self
        )
        #expect(moments.map { Timestamp(nanoseconds: $0).text } == expected)
    }

    @Test func `bash gets the exact path of every shell word`() throws {
        let paths = InventedRecords.hostilePaths
        let script = paths.map { "printf '%s\\0' \(ShellWord.word(for: EntryPath($0)))\n" }.joined()
        try TemporaryFolder.with { folder in
            let run = try OutsideProgram.bash.run(
                ["-c", "cd \"$1\" && . /dev/stdin", "bash", folder.path()],
                input: Data(script.utf8)
            )
            #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
            let words = Array(run.output).split(separator: 0, omittingEmptySubsequences: false)
            let expected = paths.map { $0.first == UInt8(ascii: "-") ? Array("./".utf8) + $0 : $0 }
            #expect(words.dropLast().map { Array($0) } == expected)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()) == [])
        }
    }

    @Test func `a shell word shows nothing invisible`() {
        for path in InventedRecords.hostilePaths {
            let word = ShellWord.word(for: EntryPath(path))
            #expect(!word.unicodeScalars.contains(where: VisibleText.isInvisible))
        }
    }

    @Test func `what is shown has no character that Python calls unprintable`() throws {
        var texts = InventedRecords.hostilePaths.map { VisibleText($0).text }
        let scalars = (UInt32(0)..<0x3000).compactMap(Unicode.Scalar.init)
        texts.append(VisibleText(String(String.UnicodeScalarView(scalars))).text)
        let bad = try OutsideProgram.python(
            """
            import sys, json, unicodedata
            bad = []
            for text in json.load(sys.stdin):
                for c in text:
                    if c != " " and unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Zs"):
                        bad.append(hex(ord(c)))
            print(json.dumps(bad))
            """,
            input: JSONEncoder().encode(texts),
            as: [String].self
        )
        #expect(bad == [])
    }

    @Test func `different paths are shown differently`() {
        let bytes = (UInt8(0)...255).map { [$0] } + [Array("\\x80".utf8), Array("\\n".utf8)]
        let shown = (bytes + InventedRecords.hostilePaths).map { VisibleText($0).text }
        #expect(Set(shown).count == shown.count)
        #expect(VisibleText([0x61, 0x80, 0x0A, 0x5C]).text == "a\\x80\\n\\\\")
    }

    @Test func `a quote with a combining mark is still escaped`() {
        let hostile = "\"\u{301} <\u{301} >\u{301} &\u{301} '\u{301}"
        let escaped = PageEscaping().escapeText(hostile)
        #expect(
            escaped == "&quot;\u{301} &lt;\u{301} &gt;\u{301} &amp;\u{301} &#39;\u{301}"
        )
    }
}
