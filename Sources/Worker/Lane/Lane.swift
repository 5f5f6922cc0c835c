internal import CLinux
internal import Core
internal import Glibc
internal import Wire

/// One decoder process, driven from its worker on a thread of its own.
///
/// A process that dies or hangs costs the file it held, and only after it was tried again: the
/// next file is given to a new process.
actor Lane {
    /// What a lane found out about the bytes of one file.
    enum Answer: Sendable {
        case fingerprint(Fingerprint, PictureFormat, variants: [PictureVariant: PDQHash])
        case undecodable(UndecodableCause, DigestSet, PictureFormat)
        /// The process died or hung before it had the digests.
        case nothing(UndecodableCause)
    }

    private let executor: ThreadExecutor
    private let memory: SharedMemory
    private let program: String
    private let fileLimit: Duration
    private var child: LaneChild?
    private var sequence: UInt32 = 0
    private(set) var cost = LaneCost()
    /// Processes that died or were killed because they hung.
    private(set) var lossCount = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Makes a lane of the program at `program`; its process starts with ``start()``.
    init(
        program: String,
        memory: SharedMemory,
        number: Int,
        fileLimit: Duration = .seconds(LaneLimits.fileSeconds)
    ) {
        self.program = program
        self.fileLimit = fileLimit
        self.memory = memory
        executor = ThreadExecutor(name: "lane-\(number)")
    }

    isolated deinit {
        child = nil
        executor.shutdown()
    }

    /// Starts the process, before the worker grows: it is spawned from a small parent. Returns when
    /// the process has proved that it computes right.
    func start() throws(LaneError) {
        guard child == nil else { return }
        for _ in 0..<LaneLimits.startCountMax {
            let child = try LaneChild(program: program, memory: memory)
            switch child.receive(until: .now + .seconds(LaneLimits.startSeconds)) {
            case .message(LaneProcess.greeting):
                self.child = child
                return
            case .ended where child.end() == LaneProcess.unfitExitCode: throw .wrongHashes
            // It was killed, or there is no memory: that may pass.
            case .ended, .late, .message: continue
            }
        }
        throw .neverReady(program)
    }

    /// Ends the process; the next file starts another.
    func stop() { child = nil }

    /// The process, for tests and for people who look.
    var processID: Int32? { child?.processID }

    /// Fingerprints the bytes that stand at `offset` in the shared memory.
    func examine(
        offset: Int,
        length: Int,
        variants: Bool,
        exact: Bool = true
    ) throws(LaneError) -> Answer {
        var hangs = 0
        for attempt in 1... {
            try start()
            let (answer, ending) = ask { sequence in
                LaneRequest(
                    sequence: sequence,
                    variants: variants,
                    exact: exact,
                    offset: offset,
                    length: length
                )
            }
            guard let ending else { return answer }
            child = nil
            lossCount += 1
            if ending == .timeout { hangs += 1 }
            if attempt >= LaneLimits.attemptCountMax || hangs >= LaneLimits.hangCountMax {
                return answer
            }
        }
        return .nothing(.crash)
    }

    /// One try: the answer, and how the process ended if it did.
    private func ask(_ request: (UInt32) -> LaneRequest) -> (Answer, UndecodableCause?) {
        sequence &+= 1
        let request = request(sequence)
        let deadline = ContinuousClock.now + fileLimit
        guard let child, child.send(request.bytes) else { return (.nothing(.crash), .crash) }
        var known: (digests: DigestSet, format: PictureFormat)?
        while true {
            let bytes: [UInt8]
            switch child.receive(until: deadline) {
            case .message(let message): bytes = message
            case .ended: return (lost(.crash, known), .crash)
            case .late: return (lost(.timeout, known), .timeout)
            }
            // What is not well formed comes from a decoder that was taken over: end it.
            guard let (number, cost, reply) = LaneReply.read(bytes), number == sequence else {
                return (lost(.crash, known), .crash)
            }
            self.cost.add(cost)
            switch (reply, known) {
            case (.digests(let digests, let format), nil): known = (digests, format)
            case (.picture(let picture, let variants), (let digests, let format)?)
            where format.isDecoded:
                let fingerprint = Fingerprint(digests: digests, picture: picture)
                return (.fingerprint(fingerprint, format, variants: variants), nil)
            case (.noPicture, (let digests, let format)?) where format == .other:
                let fingerprint = Fingerprint(digests: digests, picture: nil)
                return (.fingerprint(fingerprint, format, variants: [:]), nil)
            case (.undecodable(let cause), (let digests, let format)?):
                return (.undecodable(cause, digests, format), nil)
            default: return (lost(.crash, known), .crash)
            }
        }
    }

    private func lost(
        _ cause: UndecodableCause,
        _ known: (digests: DigestSet, format: PictureFormat)?
    ) -> Answer {
        known.map { .undecodable(cause, $0.digests, $0.format) } ?? .nothing(cause)
    }
}
