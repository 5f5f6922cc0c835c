import Foundation
import Testing

extension BadInputTests {
    /// A machine that is not as it should be: full, busy, half installed, or with nobody listening.
    @Suite struct BadInputMachineTests {
        private let runner: BadInputRunner

        init() async throws { runner = try await BadInputRunner() }

        @Test(
            .timeLimit(.minutes(5)),
            arguments: ["text", "html", "csv", "jsonl", "outcomes"]
        )
        func `a reader that has enough is no error, an output that is full is one`(
            _ format: String
        ) async throws {
            try await runner.prepare("$T scan tree $H --sweep s > o || test $? = 1")
            let early = try await runner.run(
                "set -o pipefail; $T report s --format \(format) | head -c 1"
            )
            #expect(early.code == 0 && early.errors.isEmpty, "\(early.errors)")
            let dash = try await runner.run("$T report s --format \(format) --output -")
            #expect(dash.code == 0 && !dash.output.isEmpty && dash.errors.isEmpty)
            let full = try await runner.run("$T report s --format \(format) > /dev/full")
            #expect(full.code == 4 && full.errors.contains("ENOSPC"), "\(full.errors)")
        }

        @Test(.timeLimit(.minutes(5)))
        func `no command takes a full output for a written one`() async throws {
            try await runner.prepare("$T scan tree $H --sweep s > o || test $? = 1")
            for command in [
                "status s", "verify s", "resume s", "resume s --json",
                "list inspect sha256:sha.txt",
                "list inspect --json sha256:sha.txt", "keys new k a", "hash tree/p1.jpg",
            ] {
                let ending = try await runner.run("$T \(command) > /dev/full")
                #expect(ending.code == 4, "\(command): \(ending.errors)")
            }
            for (command, advice) in [
                ("scan tree $H --json --sweep s1", "complete, `turnstone report "),
                ("scan tree $H --sweep s2", "complete, `turnstone report "),
                ("plan tree $H --sweep s3", "not begun yet, `turnstone resume "),
            ] {
                let ending = try await runner.run("$T \(command) > /dev/full")
                #expect(ending.code == 4 && ending.errors.contains(advice), "\(ending.errors)")
                #expect(!ending.errors.contains("command again"), "\(ending.errors)")
            }
            let answer = try await runner.run("set -o pipefail; $T resume s --json | true")
            #expect(answer.code == 1 && answer.errors.isEmpty, "\(answer.errors)")
        }

        @Test(
            .timeLimit(.minutes(10)),
            .enabled(if: getuid() == 0, "needs root to mount")
        )
        func `a full disk loses nothing, and with room the sweep goes on`() async throws {
            try await runner.prepare(
                """
                mkdir many mounted
                for i in $(seq 300); do (cat tree/p$((i % 6)).jpg; echo $i) > many/$i.jpg; done
                sha256sum many/*7.jpg | cut -c1-64 > sha.txt
                $T scan many $H --sweep whole --shard-files 10 > o || test $? = 1
                """
            )
            var codes: Set<Int32> = []
            for size in ["250k", "300k", "400k", "600k"] {
                codes.insert(try await fillDisk(size))
                try await runner.prepare("umount mounted")
            }
            // Otherwise no disk was full in the middle of a sweep, and nothing was tried.
            #expect(codes.contains(4), "\(codes)")
        }

        /// Sweeps into a file system of that size, then makes room; the code of the first.
        private func fillDisk(_ size: String) async throws -> Int32 {
            try await runner.prepare("mount -t tmpfs -o size=\(size) none mounted")
            let full = try await runner.run(
                "$T scan many $H --sweep mounted/s --shard-files 10 --disk-full-wait 1 -q"
            )
            if full.code == 2 {
                let left = try await runner.run("ls mounted").output
                #expect(full.text.contains("run the same command again"), "\(full.text)")
                #expect(!full.text.contains("turnstone resume") && left.isEmpty, "\(left)")
                return full.code
            }
            #expect(full.code == 4 || full.code == 1, "\(full.text)")
            // Where only the report finds no room, the sweep is done and nothing waits for any.
            if full.code == 4 && !full.errors.contains("(ENOSPC); the sweep is complete") {
                #expect(full.text.contains("make room"), "\(full.text)")
                #expect(full.errors.contains("disk full; results and leases wait for room"))
            }
            try await runner.prepare("mount -o remount,size=40m mounted")
            let resumed = try await runner.run("$T resume mounted/s")
            #expect(resumed.code == 1, "\(resumed.text)")
            #expect(try await runner.run("$T verify mounted/s").code == 0)
            let findings = "--format csv | cut -d, -f1-18"
            let same = try await runner.run(
                "cmp <($T report whole \(findings)) <($T report mounted/s \(findings))"
            )
            #expect(same.code == 0, "\(same.text)")
            return full.code
        }

        /// Where a limit is so small, each of these ended by a signal or hung.
        @Test(
            .timeLimit(.minutes(5)),
            arguments: [
                "n 4", "n 6", "n 14", "n 18", "n 40", "n 64", "v 100000", "v 150000", "v 200000",
                "v 350000", "v 400000", "u 1", "u 3", "u 4", "u 5", "u 9", "u 11", "u 16", "u 18",
            ]
        )
        func `a small limit of files, memory or processes is told, or is enough`(
            _ limit: String
        ) async throws {
            // The limit of processes is of a user, and root has none.
            let user = limit.hasPrefix("u") && getuid() == 0 ? "$U" : ""
            try await runner.prepare("chmod 777 .")
            let ended = try await runner.run(
                "\(user) bash -c 'ulimit -\(limit); exec $T scan tree $H --sweep s -q'"
            )
            #expect([1, 2, 4].contains(ended.code), "\(ended.text)")
            let said = ended.errors.contains("limit") || ended.errors.contains("above")
            #expect(ended.code == 1 || said, "\(ended.text)")
            #expect(!ended.errors.contains("Fatal error"), "\(ended.errors)")
        }

        @Test(.timeLimit(.minutes(5)))
        func `a missing or broken worker program is said, and not tried for ever`() async throws {
            try await runner.prepare("mkdir programs; cp $T programs/")
            let missing = "must stand beside turnstone"
            try await BadInput("programs/turnstone scan tree $H", 2, missing).check(in: runner)
            try await BadInput("programs/turnstone hash tree/p1.jpg", 2, missing).check(in: runner)
            try await runner.prepare("cp /bin/true programs/turnstone-worker")
            try await BadInput(
                "programs/turnstone scan tree $H --sweep s",
                4,
                "without returning a shard"
            )
            .check(in: runner)
            #expect(try await runner.run("$T resume s").code == 1)
        }

        @Test(.timeLimit(.minutes(5)))
        func `keys and addresses that do not work are said before anything is planned`()
            async throws
        {
            try await runner.prepare(
                """
                $T keys new k coordinator; $T keys new n node; $T keys new cut coordinator
                head -c 60 k/coordinator.secret > cut/coordinator.secret; cp -r k open
                chmod 644 open/coordinator.secret; cp -r k junk; mkdir junk/workers
                echo junk > junk/workers/a.public; cp -r n closed; cp k/coordinator.public closed
                chmod 644 closed/node.secret
                """
            )
            let scan = "$T scan tree $H --workers 1 --listen tcp://127.0.0.1"
            let taken = """
                python3 -c "import socket, time; taken = socket.create_server(('127.0.0.1', 0))
                print(taken.getsockname()[1], flush=True); time.sleep(100)" > port & holder=$!
                for i in $(seq 100); do test -s port && break; sleep 0.1; done
                \(scan):$(cat port) --keys k; code=$?
                kill -9 $holder; rm port; exit $code
                """
            for input in [
                BadInput("\(scan):0", 2, "--listen needs --keys DIR"),
                BadInput("\(scan):0 --keys nowhere", 2, "turnstone keys new nowhere coordinator"),
                BadInput("\(scan):0 --keys cut", 2, "no key of Turnstone's"),
                BadInput("\(scan):0 --keys open", 2, "chmod 600"),
                BadInput("\(scan):0 --keys junk", 2, "junk/workers/a.public"),
                BadInput(taken, 2, "Address already in use"),
                BadInput("$T scan tree $H --listen tcp://localhost:0 --keys k", 2, "numeric IPv4"),
                BadInput("$T scan tree $H --listen 'tcp://[::1]:0' --keys k", 2, "numeric IPv4"),
                BadInput("\(scan):99999 --keys k", 2, "--listen takes tcp://ADDRESS:PORT"),
                BadInput("$T scan tree $H --listen tcp:// --keys k", 2, "--listen takes"),
                BadInput("$W --connect tcp://127.0.0.1:1 --keys n", 2, "coordinator.public"),
                BadInput("$W --connect tcp://127.0.0.1:1 --keys closed", 2, "chmod 600"),
                BadInput("$W --connect nowhere --keys n", 2, "--connect takes tcp://HOST:PORT"),
                BadInput("$T keys new k coordinator", 2, "the file exists"),
                BadInput("$T keys new k ../up", 2, "NAME is 1 to 64"),
                BadInput("$T keys new /proc/k a", 2, "the folder cannot be made"),
            ] { try await input.check(in: runner) }
        }
    }
}
