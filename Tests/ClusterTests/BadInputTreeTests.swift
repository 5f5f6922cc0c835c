import Foundation
import Testing

extension BadInputTests {
    /// Trees that nobody would make on purpose, unless to break a scan: every file has its outcome.
    @Suite struct BadInputTreeTests {
        private let runner: BadInputRunner

        init() async throws { runner = try await BadInputRunner() }

        private func scan(_ arguments: String, code: Int32) async throws -> [String: String] {
            let ending = try await runner.run("$T scan \(arguments) $H --sweep s")
            #expect(ending.code == code, "\(ending.text)")
            let verify = try await runner.run("$T verify s")
            #expect(verify.code == 0, "\(verify.text)")
            return try await runner.outcomes(of: "s")
        }

        @Test(.timeLimit(.minutes(5)))
        func `pipes, sockets, devices and links are passed over and listed`() async throws {
            try await runner.prepare(
                """
                mkdir d; mkfifo d/pipe; ln -s . d/loop; ln -s self d/self; cp tree/p1.jpg d
                python3 -c "import socket; socket.socket(socket.AF_UNIX).bind('d/socket')"
                """
            )
            var expected = ["d/p1.jpg": "image"]
            for name in ["pipe", "loop", "self", "socket"] {
                expected["d/" + name] = "skipped/special"
            }
            #expect(try await scan("d", code: 1) == expected)
        }

        @Test(.timeLimit(.minutes(5)))
        func `a file whose place a link took after planning has changed`() async throws {
            try await runner.prepare(
                """
                mkdir -p d/e; cp tree/p1.jpg d/a; cp tree/p2.jpg d/e/b; cp tree/p3.jpg d/c
                $T plan d $H --sweep s > o
                mv d/a kept; ln -s ../kept d/a; mv d/e moved; ln -s ../moved d/e
                """
            )
            #expect(try await runner.run("$T resume s").code == 3)
            let outcomes = try await runner.outcomes(of: "s")
            #expect(outcomes == ["d/a": "changed", "d/e/b": "changed", "d/c": "image"])
        }

        @Test(.timeLimit(.minutes(5)), arguments: ["d/pipe", "/dev/null", "d/socket"])
        func `a path that is no file is passed over and listed`(_ path: String) async throws {
            try await runner.prepare(
                """
                mkdir d; mkfifo d/pipe
                python3 -c "import socket; socket.socket(socket.AF_UNIX).bind('d/socket')"
                """
            )
            #expect(try await scan(path, code: 0) == [path: "skipped/special"])
        }

        @Test(.timeLimit(.minutes(5)))
        func `names of any bytes and any depth go through to every report`() async throws {
            try await runner.prepare(
                """
                mkdir d; python3 - <<'END'
                import os
                picture = open('tree/p1.jpg', 'rb').read()
                for name in [b'new\\nline', b'tab\\t', b'bad\\xff\\xfe', b'x' * 255, b'a,"b"',
                             b'<b>', b'\\x1b[31m', b' ', b'-rf', b'$(x)']:
                    open(b'd/' + name, 'wb').write(picture)
                at = os.open('d', os.O_RDONLY)
                for depth in range(500):
                    os.mkdir('deep%08d' % depth, dir_fd=at)
                    at = os.open('deep%08d' % depth, os.O_RDONLY, dir_fd=at)
                os.write(os.open('end', os.O_WRONLY | os.O_CREAT, dir_fd=at), picture)
                END
                """
            )
            let outcomes = try await scan("d", code: 1)
            #expect(outcomes.count == 11 && outcomes.values.allSatisfy { $0 == "image" })
            #expect(outcomes["d/new\nline"] != nil && outcomes["d/bad\u{FFFD}\u{FFFD}"] != nil)
            #expect(outcomes.keys.contains { $0.utf8.count > 6000 && $0.hasSuffix("/end") })
            for format in ["text", "html", "csv", "jsonl"] {
                let report = try await runner.run("$T report s --format \(format)")
                #expect(report.code == 0)
                #expect(
                    !report.output.contains("\u{1B}"),
                    "a terminal would take this for a command"
                )
            }
            let base64 =
                Data("\(runner.folder.resolvingSymlinksInPath().path())/d/bad".utf8)
                + [0xFF, 0xFE]
            let lines = try await runner.run("$T report s --format jsonl").output
            #expect(lines.contains(base64.base64EncodedString()))
            // The longest path comes back as a list of files, too.
            try await runner.prepare("find d -name end > l")
            #expect(try await runner.run("$T scan --files-from l $H --sweep s2").code == 1)
        }

        @Test(.timeLimit(.minutes(5)), .enabled(if: getuid() == 0, "needs root to be another user"))
        func `what may not be read is unreadable and a gap`() async throws {
            try await runner.prepare(
                """
                rm tree/p1.jpg; chmod 0 tree/p2.jpg; mkdir tree/closed own
                cp tree/p3.jpg tree/closed
                chmod 0 tree/closed; chown 65534 own
                """
            )
            let ending = try await runner.run("$U $T scan tree $H --sweep own/s")
            #expect(ending.code == 3, "\(ending.text)")
            let outcomes = try await runner.outcomes(of: "own/s")
            #expect(outcomes["tree/p2.jpg"] == "unreadable/EACCES")
            #expect(outcomes["tree/closed"] == "unreadable/EACCES")
            #expect(outcomes["tree/p3.jpg"] == "image" && outcomes.count == 7)
            for input in [
                BadInput("$U $T scan tree/closed/p3.jpg $H --sweep own/x", 2, "Permission denied"),
                BadInput("$U $T scan tree $H --sweep x", 2, "Permission denied"),
                BadInput(
                    "chmod 0 sha.txt; $U $T scan tree $H --sweep own/x",
                    2,
                    "Permission denied"
                ),
                BadInput("$U $T hash tree/p2.jpg", 4, "Permission denied"),
                BadInput("$T plan tree --sweep p > o; $U $T resume p", 2, "Permission denied"),
            ] {
                let ending = try await runner.run(input.command)
                #expect(ending.code == input.code && ending.text.contains(input.says), "\(ending)")
            }
            #expect(try await runner.run("ls own").output == "s\n")
        }

        @Test(.timeLimit(.minutes(5)))
        func `files that changed after planning have the outcome of what is there`() async throws {
            try await runner.prepare(
                """
                $T plan tree $H --sweep s > o; cd tree; rm p0.jpg p5.jpg q.png; mkdir p5.jpg
                mkfifo q.png; truncate -s 100 p2.jpg; cat p1.jpg >> p3.jpg; : > p4.jpg
                """
            )
            #expect(try await runner.run("$T resume s").code == 1)
            #expect(try await runner.run("$T verify s").code == 0)
            let expected = [
                "tree/p0.jpg": "vanished", "tree/p1.jpg": "image",
                "tree/p2.jpg": "undecodable/damaged", "tree/p3.jpg": "image",
                "tree/p4.jpg": "empty",
                "tree/p5.jpg": "changed", "tree/q.png": "changed",
            ]
            #expect(try await runner.outcomes(of: "s") == expected)
        }

        @Test(.timeLimit(.minutes(5)))
        func `what was compared in part only is in the summary, the reports and the JSON`()
            async throws
        {
            try await runner.prepare(
                """
                mkdir d; head -c 3000 tree/p1.jpg > d/cut.jpg; printf 'md5,zz\\nsha1,00\\n' > bad
                (echo kind,hash; sed s/^/sha256,/ sha.txt; cat bad) > list.csv
                $T scan d --hashes list.csv --hashes list.csv --sweep s --json > json 2> said
                $T report s > text; $T report s --format html > page
                """
            )
            let said = try await runner.run("cat said")
            #expect(said.output.contains("2 records of list.csv cannot be used"))
            #expect(said.output.contains("list.csv is given twice; it is used once"))
            for file in ["text", "page"] {
                let shown = try await runner.run("cat \(file)")
                #expect(shown.output.contains("1 image decoded with warnings"), "\(file)")
                #expect(shown.output.contains("2 rejected"), "\(file)")
            }
            let json = try await runner.run("cat json")
            #expect(json.output.contains(#""with_warnings":1"#), "\(json.text)")
            #expect(
                json.output.contains(#""entries":1,"rejected":2,"ignored":0}]"#),
                "\(json.text)"
            )
        }

        @Test(.timeLimit(.minutes(5)))
        func `a file that is written all the time is changed, and a gap`() async throws {
            let ending = try await runner.run(
                """
                mkdir d; head -c 60000000 /dev/zero > d/log
                (while :; do printf x >> d/log; done) & writer=$!
                $T scan d $H --sweep s; code=$?; kill -9 $writer; exit $code
                """
            )
            #expect(ending.code == 3, "\(ending.text)")
            #expect(try await runner.outcomes(of: "s") == ["d/log": "changed"])
        }

        @Test(.timeLimit(.minutes(5)))
        func `what rules pass over is counted and listed`() async throws {
            try await runner.prepare("head -c 2000000 /dev/zero > tree/big; rm tree/p[1-5].jpg")
            let outcomes = try await scan("tree --max-file-size 1M --exclude '*.png'", code: 0)
            #expect(outcomes["tree/big"] == "skipped/too_large")
            #expect(outcomes["tree/q.png"] == "skipped/excluded")
            #expect(outcomes["tree/p0.jpg"] == "image")
        }

        @Test(.timeLimit(.minutes(5)), .enabled(if: getuid() == 0, "needs root to mount"))
        func `another file system, and files larger than numbers, are passed over and listed`()
            async throws
        {
            try await runner.prepare(
                """
                mkdir tree/mounted mounted; mount -t tmpfs none tree/mounted
                mount -t tmpfs none mounted; cp tree/p0.jpg tree/mounted
                for name in a b c; do truncate -s 9223372036854775807 mounted/$name; done
                """
            )
            let outcomes = try await scan(
                "tree mounted --one-file-system --max-file-size 1M",
                code: 1
            )
            #expect(outcomes["tree/mounted"] == "skipped/other_file_system")
            for name in ["a", "b", "c"] {
                #expect(outcomes["mounted/" + name] == "skipped/too_large")
            }
        }

        @Test(.timeLimit(.minutes(5)))
        func `only empty files are complete without a gap`() async throws {
            try await runner.prepare("mkdir d; : > d/a; : > d/b")
            #expect(try await scan("d", code: 0) == ["d/a": "empty", "d/b": "empty"])
        }

        @Test(.timeLimit(.minutes(5)))
        func `listed files that are not there have vanished, and are a gap`() async throws {
            try await runner.prepare("printf 'tree/p2.jpg\\nmissing/a\\n' > l")
            let outcomes = try await scan("--files-from l", code: 3)
            #expect(outcomes == ["tree/p2.jpg": "image", "missing/a": "vanished"])
        }

        @Test(.timeLimit(.minutes(5)))
        func `a bomb is undecodable by a limit and the scan goes on`() async throws {
            try await runner.prepare(
                """
                mkdir d; cp tree/p2.jpg d; python3 - <<'END'
                import struct, zlib
                def part(kind, data):
                    whole = kind + data
                    check = struct.pack('>I', zlib.crc32(whole))
                    return struct.pack('>I', len(data)) + whole + check
                header = struct.pack('>IIBBBBB', 60000, 60000, 8, 2, 0, 0, 0)
                pixels = zlib.compress(bytes(1 << 20), 9) * 3
                png = part(b'IHDR', header) + part(b'IDAT', pixels) + part(b'IEND', b'')
                open('d/bomb.png', 'wb').write(b'\\x89PNG\\r\\n\\x1a\\n' + png)
                jpeg = open('tree/p1.jpg', 'rb').read()
                start = jpeg.index(b'\\xff\\xda')
                open('d/bomb.jpg', 'wb').write(jpeg[:start] + jpeg[start:-2] * 1000 + b'\\xff\\xd9')
                END
                """
            )
            let outcomes = try await scan("d", code: 3)
            #expect(outcomes["d/p2.jpg"] == "image")
            #expect(outcomes["d/bomb.png"] == "undecodable/limit")
            #expect(outcomes["d/bomb.jpg"] == "undecodable/limit")
        }

        @Test(.timeLimit(.minutes(5)))
        func `a picture that cannot be decoded is a gap, and without one the answer is 0`()
            async throws
        {
            try await runner.prepare(
                "mkdir d e; head -c 300 tree/p0.jpg > d/half.jpg; cp tree/p0.jpg e"
            )
            #expect(try await scan("d", code: 3) == ["d/half.jpg": "undecodable/damaged"])
            #expect(try await runner.run("$T scan e $H --sweep s2").code == 0)
        }
    }
}
