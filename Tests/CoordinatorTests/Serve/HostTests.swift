import Foundation
import Glibc
import Storage
import TestSupport
import Testing
import Wire

@testable import Coordinator

@Suite struct `The endpoint that a coordinator chose` {
    @Test func `is for its owner's eyes, and replaces the one before`() throws {
        let folder = try TestFolder()
        for endpoint in ["tcp://127.0.0.1:40000", "tcp://127.0.0.1:1"] {
            try Coordinator.Host.announce(endpoint, in: folder.path)
            let path = folder.path("endpoint")
            #expect(try String(contentsOfFile: path, encoding: .utf8) == endpoint + "\n")
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["endpoint"])
    }

    @Test func `that cannot be left there is an error`() throws {
        let folder = try TestFolder()
        #expect(throws: SystemError.self) {
            try Coordinator.Host.announce("tcp://a:1", in: folder.path("none"))
        }
    }
}

@Suite struct `The list of those let in` {
    private let folder: TestFolder
    private let ring = KeyRing()
    private let key: CurveKey

    init() throws {
        folder = try TestFolder()
        key = try CurveKeyPair().publicKey
    }

    private func put(_ key: CurveKey, _ name: String) throws {
        try KeyFile.write(key, to: folder.path(name), comment: "", mode: 0o644)
    }

    @Test func `is every public key of its folder, under the file's name`() throws {
        try put(key, "node-7.public")
        try folder.write("notes", to: "README")
        try Coordinator.Host.admit(folder.path, ring)
        #expect(ring.standing(of: key) == .allowed("node-7"))
        try FileManager.default.removeItem(atPath: folder.path("node-7.public"))
        try Coordinator.Host.admit(folder.path, ring)
        #expect(ring.standing(of: key) == .revoked)
    }

    @Test func `is empty where its folder is not there yet`() throws {
        try Coordinator.Host.admit(folder.path("none"), ring)
        #expect(ring.standing(of: key) == .unknown)
    }

    /// A key that is just being copied: revoking the others would end their connections for good.
    @Test func `stays as it is while a key cannot be read`() throws {
        try put(key, "node-7.public")
        try Coordinator.Host.admit(folder.path, ring)
        try folder.write("", to: "node-8.public")
        #expect(throws: KeyFileError.self) { try Coordinator.Host.admit(folder.path, ring) }
        #expect(ring.standing(of: key) == .allowed("node-7"))
        let file = try folder.write("", to: "file")
        #expect(throws: KeyFileError.self) { try Coordinator.Host.admit(file, ring) }
        #expect(ring.standing(of: key) == .allowed("node-7"))
    }

    @Test func `has no name of a local worker's`() throws {
        try put(key, "local-1.public")
        let error = #expect(throws: KeyFileError.self) {
            try Coordinator.Host.admit(folder.path, ring)
        }
        #expect(error?.problem.contains("rename it") == true)
        #expect(ring.standing(of: key) == .unknown)
    }

    @Test func `leaves local workers alone`() throws {
        ring.allow(key, as: "local-1")
        try Coordinator.Host.admit(folder.path, ring)
        #expect(ring.standing(of: key) == .allowed("local-1"))
    }
}
