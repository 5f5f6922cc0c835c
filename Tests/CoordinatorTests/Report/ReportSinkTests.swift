import Foundation
import Testing

@testable import Coordinator

struct ReportSinkTests {
    @Test func `a finished file has its bytes and is its owner's alone`() throws {
        try TemporaryFolder.with { folder in
            let path = folder.appending(path: "report.csv").path()
            let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
            var sink = try FileSink(path: path)
            for start in stride(from: 0, to: bytes.count, by: 1000) {
                try sink.write(Array(bytes[start..<start + 1000]))
            }
            try sink.finish()
            #expect(try Data(contentsOf: URL(filePath: path)) == Data(bytes))
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect((mode as? NSNumber)?.intValue == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()).count == 1)
        }
    }

    @Test func `an older report stays as it was until the new one is whole`() throws {
        try TemporaryFolder.with { folder in
            let file = folder.appending(path: "report.txt")
            try Data("old".utf8).write(to: file)
            do {
                var sink = try FileSink(path: file.path())
                try sink.write("half of the new one")
            }
            #expect(try Data(contentsOf: file) == Data("old".utf8))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()).count == 1)
            var sink = try FileSink(path: file.path())
            try sink.write("new")
            try sink.finish()
            #expect(try Data(contentsOf: file) == Data("new".utf8))
        }
    }

    private static func errorOfCreating(_ path: String) -> ReportError? {
        do {
            _ = try FileSink(path: path)
            return nil
        } catch { return error }
    }

    @Test func `a device, a folder or a link is not replaced`() throws {
        try TemporaryFolder.with { folder in
            let link = folder.appending(path: "link").path()
            try FileManager.default.createSymbolicLink(
                atPath: link,
                withDestinationPath: "/dev/null"
            )
            for path in ["/dev/null", folder.path(), link] {
                #expect(ReportSinkTests.errorOfCreating(path)?.operation == .replace)
            }
        }
    }

    @Test func `a folder that is not there is named in the error`() {
        let error = ReportSinkTests.errorOfCreating("/nowhere/at/all/report.html")
        #expect(error?.operation == .create)
        #expect(error?.description.contains("/nowhere/at/all/report.html") == true)
        #expect(error?.description.contains("ENOENT") == true)
    }

    @Test func `a full device is an error and not a short report`() throws {
        try #require(FileManager.default.fileExists(atPath: "/dev/full"))
        let full = try FileHandle(forWritingTo: URL(filePath: "/dev/full"))
        var buffer = DescriptorBuffer(descriptor: full.fileDescriptor, output: "full")
        try buffer.append([1, 2, 3])
        let error = #expect(throws: ReportError.self) { try buffer.flush() }
        #expect(error?.operation == .write)
        #expect(error?.errno == 28)
    }
}
