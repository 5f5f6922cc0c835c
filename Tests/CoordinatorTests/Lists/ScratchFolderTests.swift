import Core
import Foundation
import Storage
import Testing

@testable import Coordinator

@Suite struct ScratchFolderTests {
    private static func text(_ count: Int) -> String {
        var lines = ["kind,hash,id,category"]
        for number in 0..<count {
            let mixed = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 | 1 << 63
            let seed = String(mixed, radix: 16)
            let digits = String(repeating: seed.suffix(8).description, count: 8)
            let kind = ["pdq", "md5", "sha1", "sha256"][number % 4]
            let length = ["pdq": 64, "md5": 32, "sha1": 40, "sha256": 64][kind] ?? 0
            // Some twice, and some whose entry has nothing else.
            let id = number.isMultiple(of: 10) ? "x" : "id-\(number)"
            lines.append("\(kind),\(digits.prefix(length)),\(id),c\(number % 7)")
            if number.isMultiple(of: 50) { lines.append(lines[lines.count - 1]) }
        }
        return lines.joined(separator: "\n")
    }

    private static func compiled(_ folder: ListFolder, _ scratch: ScratchFolder?) throws -> [UInt8]
    {
        let path = try folder.list(text(30_000))
        let source = HashListSource(
            argument: HashListArgument(path),
            qualityFloor: 50,
            scratch: scratch
        )
        var (records, _, version) = try source.read()
        let image = try records.finish(source: version).image
        var bytes: [UInt8] = []
        image.write { piece in piece.withUnsafeBufferPointer { bytes.append(contentsOf: $0) } }
        return bytes
    }

    @Test func `a list compiled beside memory is the same, and leaves nothing behind`() throws {
        let folder = try ListFolder()
        let held = try Self.compiled(folder, nil)
        let scratch = ScratchFolder(
            folder: EntryPath(folder.path),
            heldByteCountMax: 10_000,
            workByteCountMax: 10_000
        )
        #expect(try Self.compiled(folder, scratch) == held)
        #expect(try folder.names.allSatisfy { !$0.hasSuffix(".part") })
    }

    @Test func `a folder that is gone is told as what could not be written`() throws {
        let folder = try ListFolder()
        let scratch = ScratchFolder(
            folder: EntryPath(folder.path).appending("none"),
            heldByteCountMax: 10_000
        )
        #expect {
            try Self.compiled(folder, scratch)
        } throws: { error in
            guard case .system(let cause) = error as? HashListFileError else { return false }
            return cause.errno == ENOENT
        }
    }
}
