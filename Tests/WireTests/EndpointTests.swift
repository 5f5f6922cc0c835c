import Foundation
import TestSupport
import Testing

@testable import Wire

@Suite struct `An endpoint` {
    @Test(arguments: ["tcp://127.0.0.1:7400", "ipc:///run/turnstone/coordinator"])
    func `is taken as it is written`(text: String) throws {
        let endpoint = try #require(Endpoint(text))
        #expect(endpoint.address == text && endpoint.text == text)
    }

    @Test(arguments: ["", "udp://a:1", "inproc://a", "TCP://a:1", "/run/socket", "pgm://x"])
    func `is nothing but tcp and ipc`(text: String) { #expect(Endpoint(text) == nil) }

    @Test func `whose path is too long for a socket is reached through its folder`() throws {
        let folder = try TestFolder()
        let deep = folder.path(String(repeating: "d", count: 200))
        try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
        let endpoint = try #require(Endpoint("ipc://\(deep)/coordinator"))
        #expect(endpoint.text.hasSuffix("/coordinator"))
        #expect(endpoint.address.utf8.count - 6 <= 107)
        let path = String(endpoint.address.dropFirst(6))
        try Data("x".utf8).write(to: URL(filePath: path))
        #expect(FileManager.default.fileExists(atPath: deep + "/coordinator"))
    }

    @Test func `stays as it is where its folder is missing`() throws {
        let text = "ipc:///no/such/" + String(repeating: "d", count: 200) + "/coordinator"
        #expect(try #require(Endpoint(text)).address == text)
    }
}
