import Core
import Foundation
import TestSupport
import Testing

@testable import Storage

@Suite struct `A seal` {
    @Test(arguments: [[0, 0, 0, 9], [255, 255, 255, 1], [1, 2, 3]] as [[UInt8]])
    func `holds until somebody writes into the file`(digest: [UInt8]) throws {
        let folder = try TestFolder()
        let path = EntryPath(folder.path("list"))
        let url = URL(filePath: folder.path("list"))
        try Data([1, 2, 3]).write(to: url)
        let seal = ContentSeal(digest)
        #expect(try !seal.holds(Descriptor(reading: path).status()))
        try seal.set(on: Descriptor(reading: path))
        let status = try Descriptor(reading: path).status()
        #expect(seal.holds(status) && !ContentSeal([9, 9, 9]).holds(status))
        // File systems that keep 32 bits of seconds can keep it, too.
        #expect(status.mtimeNanoseconds / 1_000_000_000 < Int64(Int32.max))
        let handle = try FileHandle(forWritingTo: url)
        try handle.write(contentsOf: [4])
        try handle.close()
        #expect(try !seal.holds(Descriptor(reading: path).status()))
    }
}
