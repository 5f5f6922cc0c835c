internal import Core

/// The runs of a walk as one: in the order of their paths, every path once.
final class RunMerge {
    /// A binary heap; the reader with the least path is first.
    private var heap: [RunReader] = []

    /// Opens the first runs of a folder, at most ``WalkLimits/runsMergedMax``. They lose
    /// their names
    /// at once: whatever ends the process, they go away.
    init(_ folder: RunFolder) throws(SystemError) {
        for run in folder.take(WalkLimits.runsMergedMax) {
            let reader = try RunReader(run)
            folder.remove(run)
            if try reader.advance() { heap.append(reader) }
        }
        for index in heap.indices.reversed() { sift(from: index) }
    }

    /// The next entry; `nil` at the end.
    func next() throws(SystemError) -> (path: [UInt8], record: RunRecord)? {
        guard let first = heap.first else { return nil }
        let path = Array(first.path)
        var record = first.record
        try advanceFirst()
        while let same = heap.first, same.path.elementsEqual(path) {
            if same.record.outranks(record) { record = same.record }
            try advanceFirst()
        }
        return (path, record)
    }

    private func advanceFirst() throws(SystemError) {
        if try !heap[0].advance() {
            heap.swapAt(0, heap.count - 1)
            heap.removeLast()
        }
        if heap.count > 1 { sift(from: 0) }
    }

    private func sift(from start: Int) {
        var index = start
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2] where child < heap.count {
                if heap[child].order(heap[least]) < 0 { least = child }
            }
            if least == index { return }
            heap.swapAt(index, least)
            index = least
        }
    }
}

extension RunFolder {
    /// Merges runs into fewer until at most ``WalkLimits/runsMergedMax`` are left.
    func mergeDown() throws(SystemError) {
        while count > WalkLimits.runsMergedMax {
            let merge = try RunMerge(self)
            let run = try create()
            var block: [UInt8] = []
            while let entry = try merge.next() {
                entry.record.append(pathLength: entry.path.count, to: &block)
                block.append(contentsOf: entry.path)
                if block.count >= RunFolder.writeByteCount {
                    try run.write(block.span)
                    block.removeAll(keepingCapacity: true)
                }
            }
            try run.write(block.span)
            add(run.path)
        }
    }
}
