internal import CLinux
internal import Core
internal import Decode
internal import Digests
internal import Glibc
internal import Storage

/// A lane from the inside: a process that fingerprints what stands in shared memory.
///
/// It opens no file and holds no key, no hash list and no network: only the memory that it reads,
/// the socket that it answers on, and its worker's standard error. It ends with its worker, even
/// in the middle of a picture.
@safe struct LaneProcess: ~Copyable {
    /// Where a worker puts the socket and the memory among the descriptors of its lane.
    static let socketDescriptor: Int32 = 3
    static let memoryDescriptor: Int32 = 4

    /// What it says first, once it has proved itself.
    static let greeting = Array("ready".utf8)

    /// How it exits when it computes wrong hashes.
    static let unfitExitCode: Int32 = 5

    private let memory: UnsafeRawBufferPointer
    private var decoder = PictureDecoder()

    /// Maps the memory that the worker shares.
    init(byteCount: Int) throws(LaneError) {
        guard
            let base = unsafe mmap(
                nil,
                byteCount,
                PROT_READ,
                MAP_SHARED,
                LaneProcess.memoryDescriptor,
                0
            ),
            unsafe base != MAP_FAILED
        else { throw .system("mapping the worker's memory", errno) }
        unsafe memory = UnsafeRawBufferPointer(start: base, count: byteCount)
        limitResources()
    }

    /// Proves that it computes right, or ends.
    func prove(_ test: SelfTest = SelfTest()) {
        if let wrong = test.failure() {
            StandardError.write("turnstone-worker: a lane failed its self-test: wrong \(wrong)\n")
            exit(LaneProcess.unfitExitCode)
        }
        send(LaneProcess.greeting)
    }

    /// Serves requests until the worker is gone.
    mutating func run() {
        while let request = nextRequest() { serve(request) }
    }

    private func nextRequest() -> LaneRequest? {
        var buffer = [UInt8](repeating: 0, count: LaneRequest.byteCountMax)
        while true {
            let count = unsafe recv(LaneProcess.socketDescriptor, &buffer, buffer.count, 0)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return nil }
            return unsafe LaneRequest(bytes: Array(buffer.prefix(count)), memory: memory.count)
        }
    }

    /// Digests all files of a request, then decodes them. The digests are sent before anything is
    /// decoded, so that they are there even if a decoder takes the process down.
    private mutating func serve(_ request: LaneRequest) {
        var message = LaneMessage()
        let formats = request.files.map { file in
            PictureFormat(
                firstBytes: unsafe bytes(file).span.prefix(PictureFormat.sniffedByteCount)
            )
        }
        let start = HashClock.now
        let digests = digests(request.digests, of: request.files)
        // All are made at once: what that costs is said with the first file.
        var cost = LaneCost(digestNanoseconds: HashClock.now - start)
        for (digests, format) in zip(digests, formats) {
            message.append(.digests(digests, format), sequence: request.sequence, cost: cost)
            cost = LaneCost()
        }
        if formats.contains(where: \.isDecoded) {
            send(message.bytes)
            message = LaneMessage()
        }
        for (file, format) in zip(request.files, formats) {
            let (reply, cost) = decode(file, format, request)
            message.append(reply, sequence: request.sequence, cost: cost)
        }
        send(message.bytes)
    }

    @unsafe private func bytes(_ file: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        unsafe UnsafeRawBufferPointer(rebasing: memory[file]).bindMemory(to: UInt8.self)
    }

    private mutating func decode(
        _ range: Range<Int>,
        _ format: PictureFormat,
        _ request: LaneRequest
    ) -> (reply: LaneReply, cost: LaneCost) {
        let file = unsafe bytes(range).span
        var cost = LaneCost()
        guard format.isDecoded else {
            return (format == .other ? .noPicture : .undecodable(.unsupported), cost)
        }
        let start = HashClock.now
        do throws(DecodeError) {
            let hashed = decoder.hashClock.nanoseconds
            let decoded = try decoder.picture(
                in: file,
                format: format,
                variants: request.variants,
                exact: request.exact
            )
            cost.hashNanoseconds = decoder.hashClock.nanoseconds - hashed
            cost.decodeNanoseconds = HashClock.now - start - cost.hashNanoseconds
            return (.picture(decoded.picture, variants: decoded.variants), cost)
        } catch {
            cost.decodeNanoseconds = HashClock.now - start
            return (.undecodable(error.cause), cost)
        }
    }

    private func digests(_ kinds: DigestKinds, of files: [Range<Int>]) -> [DigestSet] {
        // Without its digests a file has no fingerprint: the worker sees the lane end, and says so.
        do throws(DigestError) {
            let memory = unsafe bytes(0..<memory.count).span
            return try ParallelDigests.digests(kinds, of: files, in: memory)
        } catch { exit(1) }
    }

    private func send(_ bytes: [UInt8]) {
        while unsafe Glibc.send(
            LaneProcess.socketDescriptor,
            bytes,
            bytes.count,
            Int32(MSG_NOSIGNAL)
        ) < 0 {
            // A worker that is gone needs no answer.
            if errno != EINTR { exit(0) }
        }
    }

    private func limitResources() {
        // A decoder that loops looks at no socket. It is the worker's thread that counts here: this
        // lane was spawned on the thread of its actor, which lives as long as the lane. A worker
        // that died before cannot be greeted, and that ends the lane as well.
        _ = prctl_die_with_parent()
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        #if !TURNSTONE_TSAN  // ThreadSanitizer's shadow is larger than any lane may be.
            let bytes = rlim_t(LaneLimits.addressSpaceByteCount)
            var space = rlimit(rlim_cur: bytes, rlim_max: bytes)
            _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &space)
        #endif
        _ = prctl_no_new_privileges()
    }
}

extension Span<UInt8> {
    /// The first bytes, at most `count`, copied.
    fileprivate func prefix(_ count: Int) -> [UInt8] {
        (0..<Swift.min(count, self.count)).map { self[$0] }
    }
}
