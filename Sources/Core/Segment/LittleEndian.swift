extension [UInt8] {
    /// Appends a number's bytes, the lowest first.
    @inlinable package mutating func appendLittleEndian(
        _ number: some FixedWidthInteger & UnsignedInteger
    ) {
        for shift in stride(from: 0, to: number.bitWidth, by: 8) {
            append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}

extension RandomAccessCollection<UInt8> where Index == Int {
    /// The number whose lowest byte is at `index`; all its bytes must be there.
    @inlinable package func littleEndian<Number: FixedWidthInteger & UnsignedInteger>(at index: Int)
        -> Number
    {
        var number: Number = 0
        for offset in (0..<Number.bitWidth / 8).reversed() {
            number = number << 8 | Number(self[index + offset])
        }
        return number
    }
}
