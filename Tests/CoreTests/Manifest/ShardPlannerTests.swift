import Core
import Testing

@Suite struct `The shard planner` {
    private func shards(_ sizes: [Int64], files: Int, bytes: Int64, skipped: Set<Int> = [])
        -> [Shard]
    {
        let limits = ShardPlanner.Limits(shardFileCountMax: files, shardByteCountMax: bytes)
        var planner = ShardPlanner(limits: limits, offset: 100)
        var shards: [Shard] = []
        for (index, size) in sizes.enumerated() {
            let entry = FileEntry(
                path: EntryPath("/\(index)"),
                size: size,
                mtimeNanoseconds: 0,
                plannedOutcome: skipped.contains(index) ? .skipped(.tooLarge) : nil
            )
            if let shard = planner.add(entry, lineLength: index + 1) { shards.append(shard) }
        }
        if let shard = planner.finish() { shards.append(shard) }
        return shards
    }

    @Test func `covers every entry once, in order, within its limits`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            let sizes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                Int64.random(in: 0...40, using: &random)
            }
            let shards = shards(sizes, files: 7, bytes: 50)
            var entry = 0
            var offset: Int64 = 100
            for (index, shard) in shards.enumerated() {
                #expect(shard.id == ShardID(index))
                #expect(shard.firstEntry == entry && shard.manifestOffset == offset)
                let range = entry..<(entry + shard.entryCount)
                #expect(shard.byteCount == sizes[range].reduce(0, +))
                #expect(shard.manifestLength == range.map { $0 + 1 }.reduce(0, +))
                #expect((1...7).contains(shard.entryCount) && shard.byteCount <= 50)
                entry = range.upperBound
                offset += Int64(shard.manifestLength)
            }
            #expect(entry == sizes.count)
        }
    }

    @Test func `gives a file that is larger than a shard one of its own`() {
        #expect(shards([1, 99, 0, 1], files: 10, bytes: 50).map(\.entryCount) == [1, 1, 2])
        #expect(shards([.max, .max], files: 10, bytes: .max).map(\.entryCount) == [1, 1])
    }

    @Test func `counts no bytes of what will not be read`() {
        let shards = shards([99, 10, 99, 20], files: 10, bytes: 50, skipped: [0, 2])
        #expect(shards.map(\.byteCount) == [30])
    }

    /// The lines of a shard travel in one message, which has a limit.
    @Test func `keeps the lines of a shard within what a lease may carry`() {
        let limits = ShardPlanner.Limits(shardFileCountMax: 100_000, shardByteCountMax: .max)
        var planner = ShardPlanner(limits: limits, offset: 0)
        let lineLength = 16_000
        var shards: [Shard] = []
        for number in 0..<5000 {
            let entry = FileEntry(path: EntryPath("/\(number)"), size: 0, mtimeNanoseconds: 0)
            if let shard = planner.add(entry, lineLength: lineLength) { shards.append(shard) }
        }
        if let shard = planner.finish() { shards.append(shard) }
        #expect(shards.count == 3)
        #expect(shards.map(\.entryCount).reduce(0, +) == 5000)
        let longest = ShardPlanner.Limits.manifestByteCountMax
        #expect(shards.allSatisfy { $0.manifestLength <= longest })
        #expect(shards[0].manifestLength > longest - lineLength)
    }

    @Test func `plans nothing for nothing`() { #expect(shards([], files: 1, bytes: 1).isEmpty) }
}
