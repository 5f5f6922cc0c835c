/// Where a builder of lists puts what is too much to hold.
package protocol ScratchSpace: Sendable {
    /// Bytes up to which each part of a list is held all the same.
    var heldByteCountMax: Int { get }
    /// Bytes up to which what a list is sorted in is held: writing here and there to a mapped file
    /// costs some microseconds a page.
    var workByteCountMax: Int { get }

    /// Makes an empty file that goes away with its owner.
    func makeFile() throws(HashListError) -> any ScratchFile
}

/// A file of a scratch space: written from the first byte to the last, then read anywhere.
package protocol ScratchFile: AnyObject, Sendable {
    /// Writes behind what is there.
    func append(_ bytes: Span<UInt8>) throws(HashListError)

    /// Makes the file `byteCount` bytes long and lends them for as long as it lives. Called once.
    func map(byteCount: Int) throws(HashListError) -> UnsafeMutableRawBufferPointer
}

/// Bytes that are appended, then frozen, then read and changed anywhere.
///
/// They are held in memory up to the scratch space's limit; what is longer is in a file, and memory
/// is bounded. Without a scratch space everything is held.
// SAFETY: one thread appends; who gets it from there on has it alone. Every access is checked.
@safe final class Spool: @unchecked Sendable {
    private static let byteCountFirst = 1 << 12
    private static let byteCountWritten = 1 << 20

    /// Bytes so far.
    private(set) var count = 0
    private var held: UnsafeMutableRawBufferPointer
    /// Bytes in `held`: all, unless there is a file and the spool is not frozen.
    private var heldCount = 0
    private var file: (any ScratchFile)?
    private let space: (any ScratchSpace)?

    /// Makes an empty spool; without a scratch space everything is held.
    init(_ space: (any ScratchSpace)?) {
        self.space = space
        unsafe held = .allocate(byteCount: Self.byteCountFirst, alignment: 64)
    }

    /// Makes a frozen spool of so many zeros.
    init(zeros count: Int, _ space: (any ScratchSpace)?) throws(HashListError) {
        self.space = space
        self.count = count
        heldCount = count
        if let space, count > space.workByteCountMax {
            let file = try space.makeFile()
            unsafe held = try file.map(byteCount: count)
            self.file = file
        } else {
            unsafe held = .allocate(byteCount: count, alignment: 64)
            unsafe held.initializeMemory(as: UInt8.self, repeating: 0)
        }
        isFrozen = true
    }

    private var isFrozen = false

    deinit {
        // A frozen file's bytes are the file's to give back.
        if file == nil || !isFrozen { unsafe held.deallocate() }
    }

    /// Makes room for `byteCount` more bytes in `held`.
    private func prepare(_ byteCount: Int) throws(HashListError) {
        precondition(!isFrozen, "a frozen spool takes no more")
        if unsafe heldCount + byteCount <= held.count { return }
        if let file {
            try flush(to: file)
        } else if let space, heldCount + byteCount > space.heldByteCountMax {
            let file = try space.makeFile()
            try flush(to: file)
            self.file = file
            unsafe held.deallocate()
            unsafe held = .allocate(byteCount: Self.byteCountWritten, alignment: 64)
        }
        if unsafe heldCount + byteCount > held.count { grow(to: heldCount + byteCount) }
    }

    private func flush(to file: any ScratchFile) throws(HashListError) {
        // SAFETY: the first `heldCount` bytes are initialized.
        let all = unsafe held.bindMemory(to: UInt8.self)
        let bytes = unsafe UnsafeBufferPointer(rebasing: all[..<heldCount])
        try file.append(unsafe bytes.span)
        heldCount = 0
    }

    private func grow(to byteCount: Int) {
        let larger = unsafe UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(byteCount, 2 * held.count),
            alignment: 64
        )
        unsafe larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: held[..<heldCount]))
        unsafe held.deallocate()
        unsafe held = larger
    }

    /// Appends a number, the lowest byte first.
    func append<Number: FixedWidthInteger & BitwiseCopyable>(
        _ number: Number
    ) throws(HashListError) {
        let size = MemoryLayout<Number>.size
        try prepare(size)
        // SAFETY: there is room.
        unsafe held.storeBytes(of: number.littleEndian, toByteOffset: heldCount, as: Number.self)
        heldCount += size
        count += size
    }

    /// Appends bytes.
    func append(_ bytes: Span<UInt8>) throws(HashListError) {
        try prepare(bytes.count)
        // SAFETY: there is room.
        unsafe bytes.withUnsafeBytes { bytes in
            unsafe UnsafeMutableRawBufferPointer(rebasing: held[heldCount...])
                .copyMemory(from: bytes)
        }
        heldCount += bytes.count
        count += bytes.count
    }

    /// From now on the bytes can be read, and no more are taken.
    func freeze() throws(HashListError) {
        if isFrozen { return }
        if let file {
            try flush(to: file)
            let mapped = try unsafe file.map(byteCount: count)
            unsafe held.deallocate()
            unsafe held = mapped
        }
        heldCount = count
        isFrozen = true
    }

    /// Keeps the first bytes only.
    func cut(to byteCount: Int) {
        precondition(isFrozen && byteCount <= count, "a spool is cut when it is frozen")
        count = byteCount
        heldCount = byteCount
    }

    /// The number at that offset.
    func load<Number: FixedWidthInteger & BitwiseCopyable>(
        _ type: Number.Type,
        at offset: Int
    ) -> Number {
        precondition(isFrozen, "a spool is read when it is frozen")
        precondition(
            offset >= 0 && offset + MemoryLayout<Number>.size <= count,
            "a spool is read within its bytes"
        )
        return unsafe Number(littleEndian: held.loadUnaligned(fromByteOffset: offset, as: type))
    }

    /// Copies bytes of this spool to a place before them.
    func move(_ range: Range<Int>, to offset: Int) {
        precondition(isFrozen && range.upperBound <= count && offset <= range.lowerBound)
        if offset == range.lowerBound { return }
        unsafe UnsafeMutableRawBufferPointer(rebasing: held[offset..<offset + range.count])
            .copyMemory(from: UnsafeRawBufferPointer(rebasing: held[range]))
    }

    /// Lends a part of the frozen bytes.
    func withBytes<Result, Failure: Error>(
        _ range: Range<Int>,
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(isFrozen && range.upperBound <= count, "a spool is read within its bytes")
        // SAFETY: the bytes live as long as `self`, which lives through the call.
        let bytes = unsafe UnsafeBufferPointer(rebasing: held.bindMemory(to: UInt8.self)[range])
        return try body(unsafe bytes.span)
    }

    /// Lends the frozen bytes as numbers of eight bytes, to be changed.
    func withWords<Result>(_ body: (UnsafeMutableBufferPointer<UInt64>) -> Result) -> Result {
        precondition(isFrozen, "a spool is changed when it is frozen")
        // SAFETY: every bit pattern is a UInt64, and both memory and mappings are aligned.
        let whole = unsafe UnsafeMutableRawBufferPointer(rebasing: held[..<(count & ~7)])
        return unsafe body(whole.bindMemory(to: UInt64.self))
    }
}
