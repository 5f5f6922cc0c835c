import Core
import Decode
import Digests
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(2))) struct `A lane` {
    private let folder: TestFolder
    private let memory: SharedMemory

    init() throws {
        folder = try TestFolder()
        memory = try SharedMemory(byteCount: 8 << 20)
    }

    private func lane(
        _ program: String? = nil,
        patience: Duration = .seconds(30)
    ) throws -> Lane {
        Lane(
            program: try program ?? Made.program(),
            memory: memory,
            number: 0,
            fileLimit: patience
        )
    }

    private func put(_ bytes: [UInt8], at offset: Int = 0) {
        memory.bytes(at: offset, count: bytes.count).copyBytes(from: bytes)
    }

    private func message(_ reply: LaneReply, _ sequence: UInt32) -> [UInt8] {
        var message = LaneMessage()
        message.append(reply, sequence: sequence, cost: LaneCost())
        return message.bytes
    }

    private func digests(_ bytes: [UInt8]) throws -> DigestSet {
        var stream = try DigestStream()
        stream.update(bytes.span)
        return stream.finish()
    }

    @Test func `makes the fingerprints that the decoder makes, one after the other`() async throws {
        let lane = try lane()
        var decoder = PictureDecoder()
        for (index, name) in [
            "444.jpg", "progressive.jpg", "cmyk.jpg", "grey-2x2.jpg", "color3-depth8.png",
            "size-1x1.png",
        ].enumerated() {
            let bytes = try Made.picture(name)
            let offset = index * 1000
            put(bytes, at: offset)
            let answer = try await lane.examine(
                offset..<offset + bytes.count,
                variants: index.isMultiple(of: 2)
            )
            guard case .fingerprint(let fingerprint, let format, let variants) = answer else {
                Issue.record("\(name): \(answer)")
                continue
            }
            let expected = try decoder.picture(
                in: bytes.span,
                format: PictureFormat(firstBytes: Array(bytes.prefix(16))),
                variants: index.isMultiple(of: 2)
            )
            #expect(fingerprint.picture == expected.picture, "\(name)")
            #expect(variants == expected.variants, "\(name)")
            #expect(try fingerprint.digests == digests(bytes), "\(name)")
            #expect(format == (name.hasSuffix("png") ? .png : .jpeg))
        }
        #expect(await lane.lossCount == 0)
        #expect(await lane.cost.decodeNanoseconds > 0)
    }

    @Test(arguments: 0...DigestKinds.all.rawValue)
    func `makes the digests that it is asked for and no others`(bits: UInt8) async throws {
        let lane = try lane()
        let kinds = DigestKinds(rawValue: bits)
        for name in ["444.jpg", "size-1x1.png"] {
            let bytes = try Made.picture(name)
            put(bytes)
            let answer = try await lane.examine(0..<bytes.count, variants: false, digests: kinds)
            guard case .fingerprint(let fingerprint, _, _) = answer else {
                Issue.record("\(name): \(answer)")
                continue
            }
            #expect(fingerprint.picture != nil)
            #expect(try fingerprint.digests == digests(bytes).only(kinds))
        }
        #expect(await lane.lossCount == 0)
    }

    @Test func `answers to several files at once, and to requests sent ahead`() async throws {
        let lane = try lane()
        let names = ["444.jpg", "color3-depth8.png", "progressive.jpg", "size-1x1.png"]
        var files: [Range<Int>] = []
        for name in names {
            let bytes = try Made.picture(name)
            let offset = (files.last?.upperBound ?? 0) + 5
            put(bytes, at: offset)
            files.append(offset..<offset + bytes.count)
        }
        try await lane.ask(files, variants: false, exact: true)
        #expect(await lane.takesRequest)
        try await lane.ask([files[2]], variants: false, exact: true)
        #expect(await !lane.takesRequest)
        let all = try await lane.answers()
        let one = try await lane.answers()
        #expect(all.count == 4 && one.count == 1)
        for (answer, file) in zip(all + one, files + [files[2]]) {
            guard case .fingerprint(let fingerprint, _, _) = answer else {
                Issue.record("\(answer)")
                continue
            }
            let bytes = Array(memory.bytes(at: file.lowerBound, count: file.count))
            #expect(try fingerprint.digests == digests(bytes))
        }
    }

    /// A lane whose process was killed before it was asked anything, and a sound file for it.
    private func laneThatLost() async throws -> (lane: Lane, file: Range<Int>) {
        let lane = try lane()
        let bytes = try Made.picture("444.jpg")
        put(bytes)
        try await lane.start()
        #expect(kill(try #require(await lane.processID), SIGKILL) == 0)
        return (lane, 0..<bytes.count)
    }

    /// So many answers, all to sound files, and one process that was lost.
    private func check(_ answers: [Lane.Answer], count: Int, of lane: Lane) async {
        #expect(answers.count == count)
        for answer in answers {
            guard case .fingerprint = answer else {
                Issue.record("\(answer)")
                continue
            }
        }
        #expect(await lane.lossCount == 1)
    }

    /// The process dies over one of them; who did it is found out one by one.
    @Test func `asks again, alone, for what was lost with others`() async throws {
        let (lane, file) = try await laneThatLost()
        try await lane.ask([file, file], variants: false, exact: true)
        try await lane.ask([file], variants: false, exact: true)
        let answers = try await lane.answers() + lane.answers()
        await check(answers, count: 3, of: lane)
    }

    /// What is asked meanwhile waits, and then requests are sent ahead as before.
    @Test func `a lost process costs one process, however much is asked after it`() async throws {
        let (lane, file) = try await laneThatLost()
        var answers: [Lane.Answer] = []
        for count in 1...8 {
            try await lane.ask([file, file], variants: false, exact: true)
            if count > 1 { answers += try await lane.answers() }
        }
        answers += try await lane.answers()
        await check(answers, count: 16, of: lane)
    }

    @Test func `says what is no picture, and what is a broken one`() async throws {
        let lane = try lane()
        let text = Array("just text".utf8)
        put(text)
        guard
            case .fingerprint(let fingerprint, .other, _) = try await lane.examine(
                0..<text.count,
                variants: false
            )
        else {
            Issue.record("no fingerprint")
            return
        }
        #expect(fingerprint.picture == nil)
        #expect(try fingerprint.digests == digests(text))
        let broken = Array(try Made.picture("444.jpg").prefix(200))
        put(broken)
        guard
            case .undecodable(.damaged, let found, .jpeg) = try await lane.examine(
                0..<broken.count,
                variants: false
            )
        else {
            Issue.record("not damaged")
            return
        }
        #expect(try found == digests(broken))
    }

    @Test func `tries a file again whose process was killed`() async throws {
        let lane = try lane()
        try await lane.start()
        let bytes = try Made.picture("444.jpg")
        put(bytes)
        for _ in 0..<3 {
            let process = try #require(await lane.processID)
            #expect(kill(process, SIGKILL) == 0)
            let answer = try await lane.examine(0..<bytes.count, variants: false)
            guard case .fingerprint = answer else {
                Issue.record("\(answer)")
                return
            }
            #expect(await lane.processID != process)
        }
        #expect(await lane.lossCount == 3)
    }

    @Test func `ends with its process`() async throws {
        let process: Int32
        do {
            let lane = try lane()
            try await lane.start()
            process = try #require(await lane.processID)
            #expect(kill(process, 0) == 0)
        }
        try await Patience.wait(for: "the end of the process") { kill(process, 0) != 0 }
    }

    @Test func `gives up on a program that crashes`() async throws {
        for lines in ["exit 1", "kill -9 $$", "true"] {
            let lane = try lane(Made.script(lines, in: folder))
            put([1, 2, 3])
            let answer = try await lane.examine(0..<3, variants: false)
            guard case .nothing(.crash) = answer else {
                Issue.record("\(lines): \(answer)")
                return
            }
            #expect(await lane.lossCount == LaneLimits.attemptCountMax)
        }
    }

    @Test func `gives up on a program that hangs, in time`() async throws {
        let lane = try lane(Made.script("exec sleep 600", in: folder), patience: .milliseconds(200))
        let start = ContinuousClock.now
        let answer = try await lane.examine(0..<3, variants: false)
        let took = start.duration(to: .now)
        guard case .nothing(.timeout) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(took >= .milliseconds(400) && took < .seconds(20))
        #expect(await lane.lossCount == LaneLimits.hangCountMax)
    }

    @Test func `takes no garbage for an answer`() async throws {
        for lines in [
            "head -c 32 <&3 >/dev/null; echo garbage >&3; exec sleep 600",
            "head -c 32 <&3 >/dev/null; head -c 400 /dev/zero >&3; exec sleep 600",
        ] {
            let lane = try lane(Made.script(lines, in: folder))
            let answer = try await lane.examine(0..<3, variants: false)
            guard case .nothing(.crash) = answer else {
                Issue.record("\(answer)")
                return
            }
        }
    }

    /// What a decoder that was taken over might send: digests of its own, under another number.
    @Test func `takes no answer to another question, and none without digests`() async throws {
        let digests = LaneReply.digests(Made.digests, .jpeg)
        let picture = LaneReply.picture(Made.picture(), variants: [:])
        for (number, replies) in [
            (9, [digests, picture]), (1, [picture]), (1, [digests, digests]), (1, [.noPicture]),
            // What no row may say: a picture in no format of pictures, and none in one.
            (1, [.digests(Made.digests, .other), picture]), (1, [digests, .noPicture]),
            (1, [.digests(Made.digests, .gif), picture]),
        ] as [(UInt32, [LaneReply])] {
            var lines = "head -c 32 <&3 >/dev/null\n"
            for (index, reply) in replies.enumerated() {
                let file = folder.path("reply-\(UUID())-\(index)")
                try Data(message(reply, number)).write(to: URL(filePath: file))
                lines += "cat \(file) >&3\n"
            }
            let lane = try lane(Made.script(lines + "exec sleep 600", in: folder))
            let answer = try await lane.examine(0..<3, variants: false)
            switch answer {
            case .nothing(.crash), .undecodable(.crash, _, _): break
            default: Issue.record("\(answer)")
            }
        }
    }

    @Test func `keeps the digests of a file whose decoding hung`() async throws {
        let file = folder.path("digests")
        // Numbered like the first and the second try.
        for number in 1...2 {
            let reply = LaneReply.digests(Made.digests, .png)
            try Data(message(reply, UInt32(number)))
                .write(to: URL(filePath: file + "\(number)"))
        }
        let count = folder.path("count")
        let lines = """
            head -c 32 <&3 >/dev/null
            echo x >> \(count)
            read -r n _ < <(/usr/bin/wc -l \(count))
            /bin/cat \(file)$n >&3
            exec /bin/sleep 600
            """
        let lane = try lane(Made.script(lines, in: folder), patience: .milliseconds(1500))
        let answer = try await lane.examine(0..<3, variants: false)
        guard case .undecodable(.timeout, let digests, .png) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(digests == Made.digests)
    }

    @Test func `does not start where it fails its self-test`() async throws {
        let count = folder.path("count")
        let program = try Made.script("echo x >> \(count); exit 5", in: folder, isReady: false)
        let lane = try lane(program)
        await #expect {
            try await lane.start()
        } throws: { error in
            guard case .wrongHashes = error as? LaneError else { return false }
            return "\(error)".contains("this machine computes wrong hashes and must not be used")
        }
        #expect(try String(contentsOfFile: count, encoding: .utf8) == "x\n")
        #expect(await lane.processID == nil)
    }

    @Test func `is started again where it dies before it is ready, but not for ever`() async throws
    {
        let count = folder.path("count")
        let once = "[ -s \(count) ] || { echo x >> \(count); kill -9 $$; }; printf ready >&3"
        let lane = try lane(Made.script(once + "; exec sleep 600", in: folder, isReady: false))
        try await lane.start()
        #expect(await lane.processID != nil)
        for lines in ["exit 0", "exit 1", "kill -9 $$", "echo hello >&3; exec sleep 600"] {
            let never = try self.lane(Made.script(lines, in: folder, isReady: false))
            await #expect {
                try await never.examine(0..<3, variants: false)
            } throws: { error in
                guard case .neverReady = error as? LaneError else { return false }
                return true
            }
        }
    }

    @Test func `says that it cannot be started`() async throws {
        let lane = try lane(folder.path("no-such-program"))
        await #expect(throws: LaneError.self) {
            try await lane.examine(0..<3, variants: false)
        }
    }

    /// The descriptors that a lane gets are the two, whatever else its worker has open.
    @Test func `holds nothing but its socket and its memory`() async throws {
        let list = folder.path("list")
        let secret = open("/etc/hostname", O_RDONLY)
        defer { close(secret) }
        let lines = """
            cd /proc/$$/fd
            for f in *; do echo "$f $(/usr/bin/readlink $f)"; done > \(list)
            /usr/bin/env > \(list).env
            """
        let lane = try lane(Made.script(lines, in: folder))
        _ = try await lane.examine(0..<3, variants: false)
        let open = try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n")
            .filter { !$0.contains(folder.path) }
        #expect(open.contains("0 /dev/null"))
        #expect(open.contains { $0.hasPrefix("3 socket:") })
        #expect(open.contains { $0.hasPrefix("4 /memfd:turnstone-files") })
        #expect(!open.contains { $0.contains("/etc/hostname") })
        let environment = try String(contentsOfFile: list + ".env", encoding: .utf8)
        #expect(!environment.contains("HOME="))
    }
}
