import Foundation
import Testing

/// A page as Python's HTML parser reads it: neither a browser of ours nor a parser of ours.
struct PageReader: Decodable {
    /// The text of the title.
    var title: String
    /// How many there are of each element.
    var elements: [String: Int]
    /// Attributes that would run or load something: event handlers, `src`, `href`, `style`.
    var activeAttributes: [String]
    /// The texts of elements with `role="status"`.
    var status: [String]
    /// The rows of the table of findings: the texts of their cells.
    var findings: [[String]]
    /// The rows of the table of files that were not examined.
    var gaps: [[String]]
    /// The digest of each script without a type, and of each style, as a policy writes it.
    var digests: [String]
    /// The page's policy.
    var policy: String
    /// The rows of the data blocks.
    var findingData: Int
    var gapData: Int

    /// Reads a page's markup.
    init(_ markup: Data) throws {
        self = try OutsideProgram.python(PageReader.program, input: markup, as: PageReader.self)
    }

    private static let program = #"""
        import sys, json, hashlib, base64
        from html.parser import HTMLParser

        class Page(HTMLParser):
            def __init__(self):
                super().__init__(convert_charrefs=True)
                self.out = dict(title="", elements={}, activeAttributes=[], status=[], findings=[],
                                gaps=[], digests=[], policy="", findingData=0, gapData=0)
                self.box = None
                self.depth = 0
                self.rows = None
                self.capture = None
                self.inDetails = False

            def handle_starttag(self, tag, attributes):
                a = dict(attributes)
                self.out["elements"][tag] = self.out["elements"].get(tag, 0) + 1
                for name in a:
                    loads = name in ("src", "href", "style", "srcset", "action")
                    if name.startswith("on") or loads:
                        self.out["activeAttributes"].append(f"{tag} {name}={a[name]}")
                if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy":
                    self.out["policy"] = a["content"]
                if a.get("id") in ("findings", "gaps"): self.box = a["id"]
                if tag == "tbody" and self.box: self.rows = self.out[self.box]
                if self.rows is not None and tag == "tr": self.rows.append([])
                if self.rows is not None and tag == "td": self.rows[-1].append("")
                if tag in ("dl", "button") and self.rows is not None: self.inDetails = True
                if tag == "title" and self.capture is None and not self.out["title"]:
                    self.capture = "title"
                if tag in ("script", "style"): self.capture, self.text = a.get("id", tag), ""
                if a.get("role") == "status":
                    self.capture, self.text = "status", ""

            def handle_endtag(self, tag):
                if tag == "tbody":
                    if self.rows is not None: self.box = None
                    self.rows = None
                if tag in ("dl", "button"): self.inDetails = False
                if tag in ("script", "style") and self.capture in ("script", "style"):
                    digest = hashlib.sha256(self.text.encode()).digest()
                    self.out["digests"].append("sha256-" + base64.b64encode(digest).decode())
                if tag == "script" and self.capture == "finding-data":
                    self.out["findingData"] = len(json.loads(self.text))
                if tag == "script" and self.capture == "gap-data":
                    self.out["gapData"] = len(json.loads(self.text))
                if tag == "p" and self.capture == "status": self.out["status"].append(self.text)
                self.capture = None if tag in ("script", "style", "title", "p") else self.capture

            def handle_data(self, data):
                if self.capture == "title": self.out["title"] += data
                elif self.capture is not None: self.text += data
                if self.rows and self.rows[-1] and not self.inDetails: self.rows[-1][-1] += data

        page = Page()
        page.feed(sys.stdin.buffer.read().decode("utf-8", "strict"))
        print(json.dumps(page.out))
        """#
}
