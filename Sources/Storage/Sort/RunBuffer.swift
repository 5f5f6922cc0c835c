internal import CLinux
internal import Core

/// Entries of one thread, gathered in memory, sorted by path and spilled as one run.
struct RunBuffer {
    private struct Item {
        var offset: Int
        var length: Int
        var record: RunRecord
    }

    private var paths: [UInt8] = []
    private var items: [Item] = []
    private let byteCountMax: Int
    private let runs: RunFolder

    /// Makes a buffer that spills to `runs` when it holds `byteCountMax` bytes.
    init(byteCountMax: Int, runs: RunFolder) {
        self.byteCountMax = byteCountMax
        self.runs = runs
    }

    /// Adds the entry `name` in `folder`; an empty name stands for the folder's own path.
    mutating func add(
        _ record: RunRecord,
        folder: [UInt8],
        name: UnsafeRawBufferPointer
    ) throws(SystemError) {
        let offset = paths.count
        paths.append(contentsOf: folder)
        if unsafe !name.isEmpty {
            if folder.last != UInt8(ascii: "/") { paths.append(UInt8(ascii: "/")) }
            unsafe paths.append(contentsOf: name)
        }
        items.append(Item(offset: offset, length: paths.count - offset, record: record))
        if paths.count + items.count * MemoryLayout<Item>.stride >= byteCountMax { try spill() }
    }

    /// Adds an entry by its whole path.
    mutating func add(_ record: RunRecord, path: [UInt8]) throws(SystemError) {
        try unsafe add(record, folder: path, name: UnsafeRawBufferPointer(start: nil, count: 0))
    }

    /// Sorts what is held and writes it as a run.
    mutating func spill() throws(SystemError) {
        guard !items.isEmpty else { return }
        unsafe paths.withUnsafeBytes { unsafe Self.sort(&items, paths: $0) }
        let run = try runs.create()
        var block: [UInt8] = []
        block.reserveCapacity(RunFolder.writeByteCount + 1024)
        for item in items {
            item.record.append(pathLength: item.length, to: &block)
            block.append(contentsOf: paths[item.offset..<item.offset + item.length])
            if block.count >= RunFolder.writeByteCount {
                try run.write(block.span)
                block.removeAll(keepingCapacity: true)
            }
        }
        try run.write(block.span)
        runs.add(run.path)
        paths.removeAll(keepingCapacity: true)
        items.removeAll(keepingCapacity: true)
    }

    private static func sort(_ items: inout [Item], paths: UnsafeRawBufferPointer) {
        guard let base = paths.baseAddress else { return }
        items.sort { left, right in
            // SAFETY: every item's range was appended to `paths`.
            let order = unsafe memcmp(
                base + left.offset,
                base + right.offset,
                min(left.length, right.length)
            )
            return order != 0 ? order < 0 : left.length < right.length
        }
    }
}
