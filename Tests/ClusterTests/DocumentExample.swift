import Foundation
import TestSupport

/// A command that a document shows in a fenced `sh` block, with the heading above it.
struct DocumentExample: Hashable, CustomStringConvertible {
    let document: String
    let heading: String
    let command: String

    var description: String { "\(document), \(heading): \(command)" }

    /// Those of a document, in its order.
    static func all(of document: String) throws -> [DocumentExample] {
        all(in: try text(of: document), named: document)
    }

    /// One a line of a block, without its comment: no example goes over two lines.
    static func all(in text: String, named document: String) -> [DocumentExample] {
        var heading = ""
        var block: String?
        var examples: [DocumentExample] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let trimmed = line.trimmingCharacters(in: .whitespaces)
            if trimmed.hasPrefix("```") {
                block = block == nil ? String(trimmed.dropFirst(3)) : nil
            } else if block == "sh" {
                let command = trimmed.replacing(/(^|\s+)#.*/, with: "")
                if command.isEmpty { continue }
                let example = DocumentExample(
                    document: document,
                    heading: heading,
                    command: command
                )
                examples.append(example)
            } else if block == nil, line.hasPrefix("#") {
                heading = String(line)
            }
        }
        return examples
    }

    /// The contents of a document's blocks of a language.
    static func blocks(of document: String, language: String) throws -> [String] {
        try text(of: document).components(separatedBy: "```\(language)\n").dropFirst()
            .map { String($0.prefix(upTo: $0.range(of: "```")?.lowerBound ?? $0.endIndex)) }
    }

    /// The languages of a document's blocks; "" for none.
    static func languages(of document: String) throws -> [String] {
        let fences = try text(of: document).split(separator: "\n").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        .filter { $0.hasPrefix("```") }
        return stride(from: 0, to: fences.count, by: 2).map { String(fences[$0].dropFirst(3)) }
    }

    /// Every document that users and operators read, by its path in the project.
    static func documents() throws -> [String] {
        let folders = ["", "docs/"]
        return try folders.flatMap { folder in
            try FileManager.default.contentsOfDirectory(
                atPath: Checkout.root.appending(path: folder).path(percentEncoded: false)
            )
            .filter { $0.hasSuffix(".md") }.map { folder + $0 }
        }
        .sorted()
    }

    private static func text(of document: String) throws -> String {
        try String(contentsOf: Checkout.root.appending(path: document), encoding: .utf8)
    }
}
