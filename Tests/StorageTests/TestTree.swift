import Core
import Foundation
import Glibc

@testable import Storage

/// A made tree of files in a temporary folder, with a sweep's folder beside it.
final class TestTree {
    let top: String
    let sweep: String

    init() throws {
        var template = Array(
            ("/tmp/turnstone-walk-" + String(repeating: "X", count: 6)).utf8CString
        )
        guard mkdtemp(&template) != nil else { throw POSIXError(.EIO) }
        let made = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
        top = made + "/tree"
        sweep = made + "/sweep"
        chmod(made, 0o755)
        mkdir(top, 0o755)
        mkdir(sweep, 0o777)
        // Tests of permissions walk as another user.
        chmod(sweep, 0o777)
    }

    deinit {
        // rm, since Foundation does not remove names that are not UTF-8 or are very deep.
        _ = try? TestTree.output(["rm", "-rf", (top as NSString).deletingLastPathComponent])
    }

    var root: EntryPath { EntryPath(top) }
    var spill: EntryPath { EntryPath(sweep) }

    /// Makes a file, and the folders on the way, by bytes relative to the tree.
    @discardableResult
    func file(_ path: [UInt8], _ contents: String = "") throws -> [UInt8] {
        let start = top.utf8.count + 1
        let whole = Array(top.utf8) + [0x2F] + path
        for index in path.indices where path[index] == 0x2F {
            withCString(Array(whole[..<(start + index)])) { _ = mkdir($0, 0o755) }
        }
        let number = withCString(whole) { open($0, O_CREAT | O_WRONLY, 0o644) }
        guard number >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        _ = Array(contents.utf8).withUnsafeBytes { write(number, $0.baseAddress, $0.count) }
        close(number)
        return whole
    }

    @discardableResult
    func file(_ path: String, _ contents: String = "") throws -> [UInt8] {
        try file(Array(path.utf8), contents)
    }

    func path(_ name: String) -> String { top + "/" + name }

    /// A chain of folders, each in the one before, with a file at the bottom and in the middle.
    func chain(depth: Int, name: [UInt8]) throws {
        var folder = open(top, O_RDONLY | O_DIRECTORY)
        for level in 1...depth {
            let next = withCString(name) { name -> Int32 in
                mkdirat(folder, name, 0o755)
                return openat(folder, name, O_RDONLY | O_DIRECTORY)
            }
            close(folder)
            folder = next
            if level == depth || level == depth / 2 {
                close(openat(folder, "bottom", O_CREAT | O_WRONLY, 0o644))
            }
        }
        close(folder)
    }

    /// What walking the tree lists.
    func walk(
        _ roots: [String]? = nil,
        lists: [PathList] = [],
        _ change: (inout WalkOptions) -> Void = { _ in }
    ) throws -> [FileEntry] {
        var options = WalkOptions()
        change(&options)
        let arguments = roots ?? (lists.isEmpty ? [top] : [])
        return try entriesOfWalk(arguments, lists, options, spill: spill)
    }

    /// Every path below the tree but folders, as find(1) lists and sort(1) orders them.
    func found(_ arguments: String = "! -type d") throws -> [[UInt8]] {
        let command = "find \"$1\" \(arguments) -print0 | LC_ALL=C sort -z"
        let output = try TestTree.output(["sh", "-c", command, "sh", top])
        return output.split(separator: 0).map(Array.init)
    }

    /// What a command prints.
    static func output(_ command: [String]) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return output
    }
}

/// What a walk lists.
func entriesOfWalk(
    _ roots: [String],
    _ lists: [PathList],
    _ options: WalkOptions,
    spill: EntryPath
) throws -> [FileEntry] {
    let walk = try Walk(
        roots: try roots.map { try WalkRoot(resolving: EntryPath($0)) },
        lists: lists,
        options: options,
        spillFolder: spill
    )
    var entries: [FileEntry] = []
    while let entry = try walk.next() { entries.append(entry) }
    return entries
}

/// Calls `body` with bytes as a C string.
func withCString<Result>(_ bytes: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    EntryPath(bytes).withCString(body)
}

extension [FileEntry] {
    var paths: [[UInt8]] { map(\.path.bytes) }

    /// The planned outcome of the entry whose path ends like this; outer nil if there is none.
    func outcome(_ end: String) -> Outcome?? {
        first { $0.path.bytes.suffix(end.utf8.count).elementsEqual(end.utf8) }.map(\.plannedOutcome)
    }
}
