import Foundation
import Glibc
import TestSupport
import Testing

@testable import Wire

@Suite struct `A key file` {
    private let folder: TestFolder
    private let key: CurveKey

    init() throws {
        folder = try TestFolder()
        key = try CurveKeyPair().secretKey
    }

    private func mode(_ path: String) throws -> Int {
        try #require(
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        )
    }

    @Test func `is read as it was written, for its owner alone`() throws {
        let path = folder.path("a.secret")
        try KeyFile.write(key, to: path, comment: "a test's", mode: 0o600)
        #expect(try KeyFile.read(path) == key)
        #expect(try mode(path) == 0o600)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "# a test's\n\(key.text)\n")
    }

    @Test func `is never replaced`() throws {
        let path = folder.path("a.public")
        try KeyFile.write(key, to: path, comment: "first", mode: 0o644)
        let other = try CurveKeyPair().publicKey
        let error = #expect(throws: KeyFileError.self) {
            try KeyFile.write(other, to: path, comment: "second", mode: 0o644)
        }
        #expect(error?.problem.contains("exists") == true)
        #expect(try KeyFile.read(path) == key)
    }

    @Test(arguments: [0o640, 0o604, 0o610, 0o666])
    func `with a secret is refused if others have any right to it`(mode: Int) throws {
        let path = folder.path("a.secret")
        try KeyFile.write(key, to: path, comment: "", mode: 0o600)
        chmod(path, mode_t(mode))
        let error = #expect(throws: KeyFileError.self) { try KeyFile.read(path) }
        #expect(error?.problem.contains("chmod 600") == true)
    }

    @Test func `with a public key may be read by everybody`() throws {
        let path = folder.path("a.public")
        try KeyFile.write(key, to: path, comment: "", mode: 0o644)
        chmod(path, 0o644)
        #expect(try KeyFile.read(path) == key)
    }

    @Test func `that is none is refused with its path`() throws {
        let two = try CurveKeyPair()
        for (name, text) in [
            ("empty", ""), ("comment", "# only\n"), ("short", "abc\n"),
            ("two", two.publicKey.text + "\n" + two.secretKey.text + "\n"),
            ("long", String(repeating: "x", count: 10_000)),
        ] {
            let path = try folder.write(text, to: name)
            let error = #expect(throws: KeyFileError.self, "\(name)") { try KeyFile.read(path) }
            #expect(error?.path == path)
        }
        for path in [folder.path("absent"), folder.path] {
            #expect(throws: KeyFileError.self) { try KeyFile.read(path) }
        }
    }

    @Test(.timeLimit(.minutes(1))) func `that is a pipe does not hang its reader`() throws {
        let path = folder.path("pipe.public")
        mkfifo(path, 0o600)
        #expect(throws: KeyFileError.self) { try KeyFile.read(path) }
    }

    @Test func `comes in a pair, both files or none`() throws {
        let pair = try CurveKeyPair()
        try KeyFile.write(pair, to: folder.path("both"), of: "both")
        #expect(try KeyFile.read(folder.path("both.secret")) == pair.secretKey)
        #expect(try KeyFile.read(folder.path("both.public")) == pair.publicKey)
        // One half is there; or cannot be made, and looks as if it were not there.
        try folder.write("old", to: "old.public")
        symlink("no/where", folder.path("link.public"))
        for name in ["old", "link"] {
            let error = #expect(throws: KeyFileError.self) {
                try KeyFile.write(pair, to: folder.path(name), of: name)
            }
            #expect(error?.path == folder.path(name + ".public"))
            #expect(access(folder.path(name + ".secret"), F_OK) != 0, "\(name)")
        }
    }

    @Test func `that cannot be written whole leaves nothing behind`() throws {
        // Every write to it fails with ENOSPC; it exists, so writing it anew is refused before.
        #expect(throws: KeyFileError.self) {
            try KeyFile.write(key, to: "/dev/full", comment: "", mode: 0o600)
        }
        #expect(throws: KeyFileError.self) {
            try KeyFile.write(key, to: folder.path("no/such/folder"), comment: "", mode: 0o600)
        }
    }
}
