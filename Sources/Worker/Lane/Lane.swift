internal import Core
internal import Threads

/// One decoder process, driven from its worker on a thread of its own.
///
/// Requests are sent ahead, so that the process always has one to work on, and hold several files
/// each. Where the process is lost, dead or hung, nothing says which of them did it: what was asked
/// of it together is asked again file by file, and only a file that was alone is blamed.
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
    /// Not answered, the oldest first, each with the process that it was sent to: `nil` for those
    /// that wait until what was lost before them has been asked again.
    private var asked: [(request: LaneRequest, process: Int32?)] = []
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

    /// Whether a request more may be sent ahead.
    var takesRequest: Bool { asked.count < LaneLimits.requestCountMax }

    /// Asks for the fingerprints of some files in the shared memory, to be had by ``answers()``.
    func ask(
        _ files: [Range<Int>],
        variants: Bool,
        exact: Bool,
        digests: DigestKinds = .all
    ) throws(LaneError) {
        try start()
        sequence &+= 1
        let request = LaneRequest(
            sequence: sequence,
            variants: variants,
            exact: exact,
            digests: digests,
            files: files
        )
        asked.append((request, nil))
        sendWaiting()
    }

    /// Sends what waits, unless something is to be asked again before: with that alone the process
    /// must be.
    private func sendWaiting() {
        guard let child, asked.allSatisfy({ [nil, child.processID].contains($0.process) }) else {
            return
        }
        for index in asked.indices where asked[index].process == nil {
            asked[index].process = child.processID
            // A process that is gone is found out when its answers are due.
            _ = child.send(asked[index].request.bytes)
        }
    }

    /// The answers to the oldest request that was asked, one a file.
    func answers() throws(LaneError) -> [Answer] {
        precondition(!asked.isEmpty, "answers are to questions")
        let (request, process) = asked.removeFirst()
        // Lost with the process that an earlier request was lost with.
        guard let child, child.processID == process else {
            return try alone(request, after: .crash)
        }
        let (answers, ending) = replies(of: child, to: request)
        guard let ending else { return answers }
        lose()
        return try alone(request, after: ending)
    }

    /// Fingerprints the bytes of one file.
    func examine(
        _ file: Range<Int>,
        variants: Bool,
        exact: Bool = true,
        digests: DigestKinds = .all
    ) throws(LaneError) -> Answer {
        try ask([file], variants: variants, exact: exact, digests: digests)
        return try answers()[0]
    }

    /// Asks again for what was lost with others, file by file, and with nothing else in the lane.
    ///
    /// What was sent ahead of that is lost too, and found so when its turn comes; what waited is
    /// sent then.
    private func alone(
        _ request: LaneRequest,
        after ending: UndecodableCause
    ) throws(LaneError) -> [Answer] {
        var answers: [Answer] = []
        for file in request.files {
            answers.append(try alone(file, request, after: ending))
        }
        if !asked.isEmpty {
            try start()
            sendWaiting()
        }
        return answers
    }

    private func alone(
        _ file: Range<Int>,
        _ request: LaneRequest,
        after ending: UndecodableCause
    ) throws(LaneError) -> Answer {
        // Of several files in one request each may have been sound, and all together too slow.
        var hangs = ending == .timeout && request.files.count == 1 ? 1 : 0
        for attempt in 2... {
            try start()
            guard let child else { break }
            sequence &+= 1
            let single = LaneRequest(
                sequence: sequence,
                variants: request.variants,
                exact: request.exact,
                digests: request.digests,
                files: [file]
            )
            let isSent = child.send(single.bytes)
            let (answers, ending) =
                isSent ? replies(of: child, to: single) : ([.nothing(.crash)], .crash)
            guard let ending else { return answers[0] }
            lose()
            if ending == .timeout { hangs += 1 }
            if attempt >= LaneLimits.attemptCountMax || hangs >= LaneLimits.hangCountMax {
                return answers[0]
            }
        }
        return .nothing(.crash)
    }

    /// Waits for all replies to a request: an answer a file, and how the process ended if it did.
    private func replies(
        of child: LaneChild,
        to request: LaneRequest
    ) -> ([Answer], UndecodableCause?) {
        let deadline = ContinuousClock.now + fileLimit
        var answers = LaneAnswers(request)
        while !answers.isComplete {
            switch child.receive(until: deadline) {
            case .message(let message):
                guard let replies = LaneMessage.replies(message) else {
                    return (answers.lost(.crash), .crash)
                }
                // What is not well formed comes from a decoder that was taken over: end it.
                for (sequence, cost, reply) in replies {
                    guard sequence == request.sequence, answers.take(reply) else {
                        return (answers.lost(.crash), .crash)
                    }
                    self.cost.add(cost)
                }
            case .ended: return (answers.lost(.crash), .crash)
            case .late: return (answers.lost(.timeout), .timeout)
            }
        }
        return (answers.all, nil)
    }

    private func lose() {
        child = nil
        lossCount += 1
    }
}
