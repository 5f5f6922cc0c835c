/// How long the rest of a sweep takes if it goes on as it did: by its files or by its bytes,
/// whichever takes longer. A few large files may come last.
struct TimeLeft {
    /// Files, or bytes.
    struct Part {
        /// Done in the time that is looked at.
        let done: Double
        /// Not done yet.
        let left: Double

        init(done: Int64, left: Int64) {
            self.done = Double(done)
            self.left = Double(left)
        }
    }

    /// `nil` where nothing was done from which to tell.
    let seconds: Double?

    /// - Parameter elapsed: The time that is looked at, in seconds.
    init(files: Part, bytes: Part, elapsed: Double) {
        let open = [files, bytes].filter { $0.left > 0 }
        let isKnown = elapsed > 0 && open.allSatisfy { $0.done > 0 }
        let times = open.map { $0.left / $0.done * elapsed }
        seconds = open.isEmpty ? 0 : isKnown ? times.max() : nil
    }
}
