import Foundation
import Glibc
import TestSupport
import Testing

extension BadInputTests {
    /// Folders on real FUSE mounts: an sshfs whose other end is a program here, and a bindfs.
    @Suite struct NetworkFolderTests {
        /// What keeps such a mount from being made here; `nil` if it can be.
        static let obstacle: String? = {
            if geteuid() != 0 { return "it needs root to mount" }
            if access("/dev/fuse", R_OK | W_OK) != 0 { return "there is no /dev/fuse" }
            for program in ["/usr/bin/sshfs", server, "/usr/bin/bindfs"]
            where access(program, X_OK) != 0 {
                return "\(program) is missing: make deps-test"
            }
            return nil
        }()

        private static let server = "/usr/lib/openssh/sftp-server"

        private static let ssh = """
            mkdir far mounted; printf '#!/bin/sh\\nexec \(server)\\n' > ssh; chmod +x ssh
            sshfs -o "ssh_command=$PWD/ssh" "host:$PWD/far" mounted
            """
        private static let bind = "mkdir far mounted; bindfs far mounted"

        private let runner: BadInputRunner

        init() async throws { runner = try await BadInputRunner() }

        @Test(
            .timeLimit(.minutes(3)),
            .enabled(if: obstacle == nil, "\(obstacle ?? "")"),
            arguments: [("fuse.sshfs", ssh), ("fuse", bind)]
        )
        func `no sweep is begun or gone on with where a ledger is not safe`(
            type: String,
            mount: String
        ) async throws {
            try await runner.prepare(mount)
            let found = try await runner.run("findmnt -n -o FSTYPE mounted")
            #expect(found.output == type + "\n")
            let says = "may share (\(type)), where the ledger is not safe"
            for command in ["scan tree $H", "plan tree"] {
                try await BadInput("$T \(command) --sweep mounted/s", 2, says).check(in: runner)
            }
            #expect(try await runner.run("ls -A far").output.isEmpty)
            try await runner.prepare("$T plan tree --sweep s; cp -r s far/")
            try await BadInput("$T resume mounted/s", 2, says).check(in: runner)
        }

        @Test(
            .timeLimit(.minutes(3)),
            .enabled(if: obstacle == nil, "\(obstacle ?? "")"),
            arguments: [ssh, bind]
        )
        func `what is stored there is swept as anything else`(mount: String) async throws {
            try await runner.prepare(mount + "; cp tree/* far/")
            let scan = try await runner.run("$T scan mounted $H --sweep s")
            #expect(scan.code == 1, "\(scan.text)")
            #expect(try await runner.outcomes(of: "s")["mounted/p1.jpg"] == "image")
        }
    }
}
