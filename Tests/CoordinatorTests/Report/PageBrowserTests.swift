import Core
import Foundation
import Testing

@testable import Coordinator

/// The page in a real browser; its fragment drives it, since its policy lets nothing else in.
@Suite(.serialized)
struct PageBrowserTests {
    /// What a browser made of a page.
    private struct View {
        var reader: PageReader
        /// What the browser's console said: errors and refusals of the policy among it.
        var console: [String]
    }

    private static let markup = Result { try PageTests.page(findings: 10_000, outcomes: 60_000) }

    private static func view(_ markup: Data, fragment: String = "") throws -> View {
        try TemporaryFolder.with { folder in
            let file = folder.appending(path: "report.html")
            try markup.write(to: file)
            let run = try OutsideProgram.chromium.run([
                "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--user-data-dir=\(folder.appending(path: "profile").path())",
                "--enable-logging=stderr", "--dump-dom", "file://\(file.path())#\(fragment)",
            ])
            try #require(run.status == 0, "chromium failed: \(run.errors)")
            return View(
                reader: try PageReader(run.output),
                console: run.errors.split(separator: "\n").map(String.init)
                    .filter { $0.contains("CONSOLE") }
            )
        }
    }

    private static func view(fragment: String) throws -> View {
        let view = try view(markup.get(), fragment: fragment)
        #expect(view.console == [])
        #expect(view.reader.title == "Turnstone report: 2026-11-22T0800Z <storage> \\u{202e}4")
        return view
    }

    private static func findings() -> [FindingRecord] {
        var invented = InventedRecords(seed: 21)
        return invented.findings(10_000)
    }

    @Test func `a page with 10,000 findings opens without a word in the console`() throws {
        let view = try PageBrowserTests.view(fragment: "")
        #expect(view.reader.status.first == "10,000 of 10,000 findings")
        #expect(view.reader.findings.count == 100)
        #expect(view.reader.elements["img"] == nil)
        #expect(view.reader.activeAttributes == [])
        let first = PageBrowserTests.findings().prefix(100).map { VisibleText($0.path.bytes).text }
        #expect(view.reader.findings.map { $0[0] } == first)
    }

    @Test func `the filters show what a filter in Swift finds`() throws {
        let view = try PageBrowserTests.view(
            fragment: "q=WEBER&list=own-cases.csv&kind=pdq&distance=7&rows=0"
        )
        let expected = PageBrowserTests.findings().filter {
            $0.path.bytes.contains(Array("m.weber".utf8)) && $0.list == "own-cases.csv"
                && $0.kind == .pdq && ($0.distance ?? 256) <= 7
        }
        try #require(expected.count > 100)
        #expect(
            view.reader.findings.map { $0[0] } == expected.map { VisibleText($0.path.bytes).text }
        )
        #expect(view.reader.status.first == "\(expected.count) of 10,000 findings")
    }

    @Test func `sorting by distance downwards and paging show the right rows`() throws {
        let view = try PageBrowserTests.view(fragment: "sort=distance&dir=desc&page=3&rows=50")
        let findings = PageBrowserTests.findings()
        let order = findings.indices.sorted {
            let (left, right) = (findings[$0].distance, findings[$1].distance)
            if left == right { return $0 < $1 }
            guard let left else { return false }
            guard let right else { return true }
            return left > right
        }
        let expected = order[100..<150].map { VisibleText(findings[$0].path.bytes).text }
        #expect(view.reader.findings.map { $0[0] } == expected)
    }

    @Test func `sorting by bytes is by number and not by digits`() throws {
        let view = try PageBrowserTests.view(fragment: "sort=bytes&rows=50")
        let sizes = PageBrowserTests.findings().map(\.size).sorted().prefix(50)
        #expect(view.reader.findings.map { $0[8] } == sizes.map { Quantity.count($0) })
    }

    @Test func `the files that were not examined are filtered by cause`() throws {
        let view = try PageBrowserTests.view(fragment: "gap-cause=EACCES&gap-rows=50")
        #expect(view.reader.gaps.count == 50)
        #expect(view.reader.gaps.allSatisfy { $0[1] == "unreadable" && $0[2] == "EACCES" })
    }

    @Test func `a fragment that makes no sense is passed over`() throws {
        let view = try PageBrowserTests.view(
            fragment: "sort=constructor&dir=<b>&page=-7&rows=x&list=nosuch&q=%ff"
        )
        #expect(view.reader.status.first == "0 of 10,000 findings")
    }

    @Test func `an error in a page would be seen in the console`() throws {
        let page = """
            <!DOCTYPE html><meta http-equiv="Content-Security-Policy" content="default-src 'none'">
            <title>control</title><script>document.title = "taken"</script>
            """
        let view = try PageBrowserTests.view(Data(page.utf8))
        #expect(view.reader.title == "control")
        #expect(view.console.contains { $0.contains("Content Security Policy") })
    }
}
