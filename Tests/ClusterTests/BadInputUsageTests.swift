import Testing

extension BadInputTests {
    /// What a clumsy new user types: a sentence, exit code 2, and nothing left behind.
    @Suite struct BadInputUsageTests {
        static let paths = [
            BadInput("$T scan nosuch $H", 2, "nosuch does not exist"),
            BadInput(
                after: "ln -s nowhere dangling",
                "$T scan dangling $H",
                2,
                "link that leads nowhere"
            ),
            BadInput(after: "ln -s loop loop", "$T scan loop $H", 2, "symbolic links"),
            BadInput("$T scan tree/p1.jpg/x $H", 2, "Not a directory"),
            BadInput("$T scan $H", 2, "Say what to look at"),
            BadInput("$T scan $'bad\\xff' $H", 2, "--files0-from"),
            BadInput("$T scan --files-from nolist $H", 2, "nolist does not exist"),
            BadInput("$T scan --files-from tree $H", 2, "is a folder"),
            BadInput(
                after: "printf 'a\\0b\\0' > l",
                "$T scan --files-from l $H",
                2,
                "--files0-from"
            ),
            BadInput(after: "mkdir e", "$T scan e $H --sweep s", 0, "no file to look at"),
            BadInput(
                after: ": > l",
                "$T scan --files-from l $H --sweep s",
                2,
                "the file list"
            ),
            BadInput(
                "find nosuch -type f 2> /dev/null | $T scan --files-from - $H --sweep s",
                2,
                "the file list on standard input names no path; check what made it"
            ),
            BadInput(
                "$T scan --files-from - --files0-from - $H < sha.txt",
                2,
                "cannot both be standard input"
            ),
            BadInput(
                after: "printf '\\xef\\xbb\\xbftree/p1.jpg\\r\\n' > l",
                "$T scan --files-from l $H --sweep s",
                3,
                "end with CR LF, and the CR is taken"
            ),
            BadInput(
                "$T scan tree $H --sweep s --exclude ./tree/p1.jpg --exclude 'p[2-9].jpg'",
                1,
                "turnstone: --exclude ./tree/p1.jpg passed nothing over"
            ),
        ]

        static let lists = [
            BadInput("$T scan tree", 2, "--hashes"),
            BadInput("$T scan tree --hashes nolist", 2, "nolist cannot be read: No such file"),
            BadInput(after: ": > l", "$T scan tree --hashes l", 2, "is empty"),
            BadInput(after: ": > l", "$T scan tree --hashes md5:l", 2, "is empty"),
            BadInput(
                after: "printf 'zz\\nhello\\n' > l",
                "$T scan tree --hashes l",
                2,
                "no format"
            ),
            BadInput(
                after: "printf 'zz\\nhello\\n' > l",
                "$T scan tree --hashes md5:l",
                2,
                "2 rejected"
            ),
            BadInput(
                after: "(cat sha.txt; echo zz; sha256sum tree/q.png | cut -c1-64; echo hello) > l",
                "$T scan tree --hashes sha256:l --sweep s",
                1,
                "2 records of l cannot be used"
            ),
            BadInput(
                "$T scan tree $H --digests md5,sha1",
                2,
                "sha.txt holds 1 SHA-256 entry, which --digests md5,sha1 would never find: use "
                    + "--digests md5,sha1,sha256, or"
            ),
            BadInput("$T plan tree $H --digests none --sweep s", 2, "use --digests sha256, or"),
            BadInput("$T scan tree --hashes tree", 2, "Is a directory"),
            BadInput("$T scan tree --hashes sha.txt", 2, "pdq:FILE, sha256:FILE"),
            BadInput("$T scan tree --hashes foo:sha.txt", 2, "foo:sha.txt cannot be read"),
            BadInput("$T list inspect nolist", 2, "No such file"),
            BadInput("$T list inspect tree", 2, "Is a directory"),
            BadInput("$T list inspect md5:sha.txt", 2, "no usable record"),
            BadInput("$T list inspect sha256:sha.txt", 0, "accepted    1 (sha256 1)"),
        ]

        static let options = [
            BadInput("$T scan tree $H --bogus", 2, "Unknown option '--bogus'"),
            BadInput("$T scan tree $H --threshold 300", 2, "--threshold takes 0 to 256"),
            BadInput("$T scan tree $H --threshold -1", 2, "--threshold takes 0 to 256"),
            BadInput("$T scan tree $H --threshold x", 2, "'x' is invalid"),
            BadInput("$T scan tree $H --quality 101", 2, "--quality takes 0 to 100"),
            BadInput("$T scan tree $H --shard-files 0", 2, "--shard-files takes 1 to"),
            BadInput("$T scan tree $H --max-file-size x", 2, "'x' is invalid"),
            BadInput("$T scan tree $H --max-file-size 0", 2, "--max-file-size must be above 0"),
            BadInput("$T scan tree $H --workers 0", 2, "No worker would ever come"),
            BadInput("$T scan tree $H --workers 0", 2, "Usage: turnstone scan "),
            BadInput("$T resume s --workers x", 2, "Usage: turnstone resume "),
            BadInput("$T scan tree $H --list-threshold a=5", 2, "Usage: turnstone scan "),
            BadInput("$T plan tree --sweep s --listen tcp://a:1", 2, "Usage: turnstone plan "),
            BadInput("$T scan tree $H --listen ipc:///tmp/s --keys k", 2, "--listen takes tcp://"),
            BadInput("$T scan tree $H --keys k", 2, "add --listen tcp://ADDRESS:PORT, or leave"),
            BadInput("$T scan tree $H --digests md4", 2, "md5,sha1,sha256, or none; not md4."),
            BadInput("$T scan tree $H --digests ''", 2, "or none; a name is missing."),
            BadInput("$T plan tree --sweep s --digests none,md5", 2, "or none alone."),
            BadInput("$T scan tree $H --digests sha256,sha256", 2, "sha256 is there twice."),
            BadInput("$T resume s --digests md5", 2, "Unknown option '--digests'"),
            BadInput("$T scan tree $H --lanes 0", 2, "--lanes takes 1 to 1024"),
            BadInput("$T scan tree $H --exclude '['", 2, "is no glob"),
            BadInput("$T scan tree $H --list-threshold foo=3", 2, "no list named foo"),
            BadInput("$T nonsense", 2, "nonsense"),
        ]

        static let sweeps = [
            BadInput(
                after: "mkdir plain",
                "$T scan tree $H --sweep plain",
                2,
                "exists and is no sweep"
            ),
            BadInput("$T scan tree $H --sweep tree/p1.jpg", 2, "exists and is no sweep"),
            BadInput("$T scan tree $H --sweep no/parent", 2, "the folder above it does not exist"),
            BadInput(
                after: "ln -s nowhere d",
                "$T scan tree $H --sweep d",
                2,
                "exists and is no sweep"
            ),
            BadInput("$T scan tree $H --sweep ''", 2, "--sweep"),
            BadInput(
                after: "$T plan tree --sweep s",
                "$T scan tree $H --sweep s",
                2,
                "`turnstone resume "
            ),
            BadInput(
                after: "$T plan tree --sweep s",
                "$T resume s",
                2,
                "planned without a hash list"
            ),
            BadInput(
                "$T plan tree $H --sweep s --limit-files 1M --json",
                0,
                "\"by_extension\":{\"jpg\":{\"files\":"
            ),
            BadInput(
                after: "$T plan tree $H --sweep s --limit-files 0.001",
                "$T resume s --limit-files none",
                1,
                "Findings: 1"
            ),
            BadInput("$T resume nosuch", 2, "there is no sweep in"),
            BadInput(after: "mkdir plain", "$T report plain", 2, "there is no sweep in"),
            BadInput(after: "mkdir plain", "$T status plain", 2, "there is no sweep in"),
            BadInput(after: "mkdir plain", "$T verify plain", 2, "there is no sweep in"),
            BadInput(
                after: "$T scan tree $H --sweep s || test $? = 1",
                "$T resume s",
                1,
                "Findings: 1"
            ),
            BadInput(
                after: "find tree | $T plan --files-from - $H --sweep s; "
                    + "sqlite3 s/ledger.sqlite \"UPDATE sweep SET state = 'planning'\"",
                "echo tree/p1.jpg | $T resume s",
                2,
                "came from standard input"
            ),
        ]

        static let files = [
            BadInput("$T hash nosuch", 2, "turnstone hash: nosuch: No such file"),
            BadInput("$T hash", 2, "Missing expected argument"),
            BadInput("$T hash tree", 4, "not a regular file"),
            BadInput("$T hash --digests md5 tree/p1.jpg", 2, "use --format jsonl, or leave"),
            BadInput("$T hash --format jsonl --digests x tree/p1.jpg", 2, "or none; not x."),
            BadInput("$T hash sha.txt", 4, "not a picture"),
            BadInput(after: "mkfifo f", "$T hash f", 4, "not a regular file"),
            BadInput(after: ": > e", "$T hash e", 4, "it is empty"),
        ]

        @Test(.timeLimit(.minutes(5)), arguments: paths + lists + options + sweeps + files)
        func `wrong usage ends with a sentence and leaves nothing behind`(_ input: BadInput)
            async throws
        {
            try await input.check()
        }
    }
}
