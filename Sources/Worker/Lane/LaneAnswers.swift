internal import Core

/// What a lane has answered to one request so far: the digests of its files, then their pictures.
///
/// A lane is hostile, its decoder may be taken over: only replies that a row may say are taken.
struct LaneAnswers {
    private let fileCount: Int
    private let kinds: DigestKinds
    private let isExact: Bool
    private let hasVariants: Bool
    private var known: [(digests: DigestSet, format: PictureFormat)] = []
    private var answers: [Lane.Answer] = []

    init(_ request: LaneRequest) {
        fileCount = request.files.count
        kinds = request.digests
        isExact = request.exact
        hasVariants = request.variants
    }

    /// Whether each file has its answer.
    var isComplete: Bool { answers.count == fileCount }

    /// The answers, when they are complete.
    var all: [Lane.Answer] { answers }

    /// Takes the next reply.
    ///
    /// - Returns: `false` if it cannot follow what came before.
    mutating func take(_ reply: LaneReply) -> Bool {
        if case .digests(let digests, let format) = reply {
            // Others than those asked for would have the coordinator refuse the whole shard.
            guard known.count < fileCount, digests.kinds == kinds else { return false }
            known.append((digests, format))
            return true
        }
        // The digests of all files come first: they are there even if a decoder takes the process
        // down.
        guard known.count == fileCount, answers.count < fileCount else { return false }
        let (digests, format) = known[answers.count]
        switch reply {
        case .picture(let picture, let variants)
        where format.isDecoded && isAsked(picture, variants):
            let fingerprint = Fingerprint(digests: digests, picture: picture)
            answers.append(.fingerprint(fingerprint, format, variants: variants))
        case .noPicture where format == .other:
            let fingerprint = Fingerprint(digests: digests, picture: nil)
            answers.append(.fingerprint(fingerprint, format, variants: [:]))
        case .undecodable(let cause): answers.append(.undecodable(cause, digests, format))
        default: return false
        }
        return true
    }

    /// Whether a picture is what was asked for. A screened one where the exact one was due would be
    /// compared with nothing, and of variants that are not there nobody would know.
    private func isAsked(_ picture: Picture, _ variants: [PictureVariant: PDQHash]) -> Bool {
        let asked = hasVariants ? PictureVariant.allCases : [.original]
        return (picture.profile == .exact || !isExact)
            && variants == variants.filter { asked.contains($0.key) }
            && (!hasVariants || variants.count == asked.count)
            && variants[.original, default: picture.hash] == picture.hash
    }

    /// The answers where the lane was lost: those that are there, and for the others the cause and
    /// what digests are known.
    func lost(_ cause: UndecodableCause) -> [Lane.Answer] {
        answers
            + (answers.count..<fileCount).map { index in
                guard index < known.count else { return .nothing(cause) }
                return .undecodable(cause, known[index].digests, known[index].format)
            }
    }
}
