import Testing

/// The Markdown documents: every link that stays inside the project leads somewhere.
struct Document {
    let file: SourceFile

    /// Lines outside fenced code, numbered from 1, without the code between backticks.
    private var prose: [(number: Int, line: String)] {
        var isFenced = false
        return file.lines.enumerated().compactMap { index, line in
            if line.drop(while: { $0 == " " }).hasPrefix("```") {
                isFenced.toggle()
                return nil
            }
            return isFenced ? nil : (index + 1, String(line.replacing(/`[^`]*`/, with: "")))
        }
    }

    /// The names that links can jump to, as GitHub makes them of headings.
    var anchors: Set<String> {
        var isFenced = false
        let headings = file.lines.filter { line in
            if line.hasPrefix("```") { isFenced.toggle() }
            return !isFenced && line.contains(/^[#]{1,6}\s/)
        }
        return Set(headings.map { Self.anchor(of: String($0.drop { $0 == "#" }.dropFirst())) })
    }

    static func anchor(of heading: String) -> String {
        String(
            heading.lowercased().compactMap { character -> Character? in
                if character == " " { return "-" }
                let isKept = character.isLetter || character.isNumber || "-_".contains(character)
                return isKept ? character : nil
            }
        )
    }

    /// Links to files and headings that are not there; `others` are all files of the project.
    func deadLinks(paths: Set<String>, anchors: [String: Set<String>]) -> [Complaint] {
        prose.flatMap { number, line in
            line.matches(of: /\]\(([^)\s]+)\)/).compactMap { match -> Complaint? in
                let link = String(match.1)
                guard !link.contains(/^(https?|mailto):/), !leads(link, paths, anchors) else {
                    return nil
                }
                return Complaint(path: file.path, line: number, text: "\(link) leads nowhere")
            }
        }
    }

    private func leads(
        _ link: String,
        _ paths: Set<String>,
        _ anchors: [String: Set<String>]
    ) -> Bool {
        let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let target = parts[0].isEmpty ? file.path : resolve(String(parts[0]))
        let isFolder = paths.contains { $0.hasPrefix(target + "/") }
        guard paths.contains(target) || isFolder else { return false }
        guard parts.count == 2 else { return true }
        return anchors[target]?.contains(String(parts[1])) == true
    }

    /// A relative link as a path from the top.
    private func resolve(_ link: String) -> String {
        var parts = file.path.split(separator: "/").dropLast().map(String.init)
        for part in link.split(separator: "/") where part != "." {
            if part == ".." {
                if parts.isEmpty { return link }
                parts.removeLast()
            } else {
                parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }
}

@Suite struct DocumentTests {
    private static func deadLinks(_ files: [SourceFile], paths: [String]) -> [Complaint] {
        let documents = files.map(Document.init)
        let anchors = Dictionary(uniqueKeysWithValues: documents.map { ($0.file.path, $0.anchors) })
        return documents.flatMap { $0.deadLinks(paths: Set(paths), anchors: anchors) }
    }

    @Test func `every link in the documents leads somewhere`() {
        let tree = SourceTree.checkout
        let documents = tree.files().filter { $0.path.hasSuffix(".md") }
        #expect(documents.contains { $0.path == "README.md" })
        #expect(Self.deadLinks(documents, paths: tree.paths) == [])
    }

    @Test func `links to missing files, headings and folders are found, others are not`() {
        let guide = SourceFile(
            path: "docs/guide.md",
            text: """
                # A guide: `turnstone scan`, in short
                [a](../README.md#two-words) [b](../README.md#gone) [c](missing.md)
                [d](#a-guide-turnstone-scan-in-short) [e](../Sources) [f](https://example.org/x)
                ```
                [not a link](nowhere.md)
                ```
                `[nor this](nowhere.md)` [g](../../outside.md) [h](#nowhere)
                """
        )
        let readme = SourceFile(path: "README.md", text: "## Two words\n")
        let found = Self.deadLinks(
            [guide, readme],
            paths: ["docs/guide.md", "README.md", "Sources/Core/A.swift"]
        )
        #expect(
            found.map(\.description) == [
                "docs/guide.md:2: ../README.md#gone leads nowhere",
                "docs/guide.md:2: missing.md leads nowhere",
                "docs/guide.md:7: ../../outside.md leads nowhere",
                "docs/guide.md:7: #nowhere leads nowhere",
            ]
        )
    }
}
