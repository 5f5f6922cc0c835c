internal import Glibc

/// Memory for pixels that is kept from picture to picture: fresh pages cost more than filling them.
// SAFETY: the struct alone owns its memory, and gives it out only as spans that borrow it.
@safe struct PixelBuffer: ~Copyable {
    /// More than this is given back after a picture: large pictures are rare.
    static let keptByteCountMax = 64 << 20

    /// More than this is given back where it would lie idle beside a picture of another format: a
    /// lane may hold 48 MB and the picture, and its code and tables are some 20 of them.
    static let idleByteCountMax = 16 << 20

    private var start: UnsafeMutablePointer<UInt8>?
    private var capacity = 0

    init() { unsafe start = nil }

    deinit { unsafe free(start) }

    /// At least that many bytes, of any content. Throws ``DecodeError/limit(_:)`` without memory.
    mutating func bytes(
        _ count: Int
    ) throws(DecodeError) -> UnsafeMutableBufferPointer<UInt8> {
        if count > capacity {
            unsafe free(start)
            unsafe start = unsafe malloc(count)?.bindMemory(to: UInt8.self, capacity: count)
            capacity = unsafe start == nil ? 0 : count
        }
        guard let start = unsafe start else {
            throw .limit("there is no memory for \(count) bytes of pixels")
        }
        return unsafe UnsafeMutableBufferPointer(start: start, count: count)
    }

    /// At least that many words, of any content; what was there stays if it is no more than that.
    mutating func words(
        _ count: Int
    ) throws(DecodeError) -> UnsafeMutableBufferPointer<Int16> {
        let bytes = unsafe try bytes(2 * count)
        return unsafe UnsafeMutableRawBufferPointer(bytes).bindMemory(to: Int16.self)
    }

    /// Gives more memory than that back.
    mutating func trim(to byteCountMax: Int = PixelBuffer.keptByteCountMax) {
        guard capacity > byteCountMax else { return }
        unsafe free(start)
        unsafe start = nil
        capacity = 0
    }
}
