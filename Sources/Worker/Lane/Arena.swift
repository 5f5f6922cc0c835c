/// Which parts of the memory shared with the lanes hold files.
///
/// First fit from the beginning, so that the pages in use are always the same few: those of the
/// front stay, those behind are given back to the system with each file.
struct Arena {
    /// The kernel gives and takes memory by pages.
    static let pageByteCount = 4096

    /// Address space.
    let byteCount: Int
    /// The most that may be taken at once.
    let capacity: Int
    private(set) var takenByteCount = 0
    /// What is taken, in order.
    private var taken: [Range<Int>] = []

    init(byteCount: Int, capacity: Int) {
        self.byteCount = byteCount
        self.capacity = min(capacity, byteCount)
    }

    /// Takes so many bytes, ``capacity`` at most, rounded up to pages.
    ///
    /// - Returns: `nil` while there is no room.
    mutating func take(_ wanted: Int) -> Range<Int>? {
        // Or its file would be written over the next one.
        precondition(wanted <= capacity, "a file that can never have a place")
        let count = size(wanted)
        guard takenByteCount + count <= capacity else { return nil }
        var start = 0
        var index = 0
        while index < taken.count, taken[index].lowerBound - start < count {
            start = taken[index].upperBound
            index += 1
        }
        guard start + count <= byteCount else { return nil }
        taken.insert(start..<start + count, at: index)
        takenByteCount += count
        return start..<start + count
    }

    /// Gives back what ``take(_:)`` gave.
    mutating func giveBack(_ range: Range<Int>) {
        guard let index = taken.firstIndex(of: range) else {
            preconditionFailure("only what was taken is given back")
        }
        taken.remove(at: index)
        takenByteCount -= range.count
    }

    /// What a file takes: a page at least, and never more than there is, or it would wait for ever.
    private func size(_ wanted: Int) -> Int {
        let page = Arena.pageByteCount
        return max(page, min((wanted + page - 1) / page * page, capacity))
    }
}
