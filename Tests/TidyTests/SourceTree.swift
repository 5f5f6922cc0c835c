import Foundation
import TestSupport

/// One place in the project that breaks a rule, worded so that one can go and mend it.
struct Complaint: Equatable, CustomStringConvertible {
    let path: String
    /// From 1; 0 for the file as a whole.
    let line: Int
    let text: String

    var description: String { line == 0 ? "\(path): \(text)" : "\(path):\(line): \(text)" }
}

/// A file of the project and its text.
struct SourceFile {
    /// From the top of the checkout.
    let path: String
    let text: String

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    var isSwift: Bool { path.hasSuffix(".swift") }
    var isC: Bool { path.hasSuffix(".c") || path.hasSuffix(".h") }
    /// Written by protoc: compiled as it comes.
    var isGenerated: Bool { path.hasSuffix(".pb.swift") }
    /// The last part of the path, without what follows its first dot.
    var name: String {
        let last = path.split(separator: "/").last ?? ""
        return String(last.prefix { $0 != "." })
    }
}

/// What git knows of the project, or would know after `git add`.
struct SourceTree {
    let paths: [String]

    static let checkout = SourceTree(paths: git(["ls-files", "-co", "--exclude-standard", "-z"]))
    static let committed = SourceTree(paths: git(["ls-files", "-z"]))

    /// The files under `folder` ("" for all) that are text; a picture or a deleted file is none.
    func files(under folder: String = "") -> [SourceFile] {
        paths.filter { $0.hasPrefix(folder) }.compactMap { path in
            let data = try? Data(contentsOf: Checkout.root.appending(path: path))
            guard let data, !data.contains(0) else { return nil }
            return String(data: data, encoding: .utf8).map { SourceFile(path: path, text: $0) }
        }
    }

    /// All Swift files that people write.
    var swift: [SourceFile] { files().filter { $0.isSwift && !$0.isGenerated } }

    /// The NUL-separated output of one git command in the checkout; empty where there is no git.
    private static func git(_ arguments: [String]) -> [String] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git", "-C", Checkout.root.path(percentEncoded: false)] + arguments
        let output = Pipe()
        process.standardOutput = output
        guard (try? process.run()) != nil else { return [] }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.sorted()
    }
}
