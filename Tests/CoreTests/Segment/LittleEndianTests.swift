import Core
import Testing

@Suite struct LittleEndianTests {
    @Test func `the lowest byte comes first`() {
        var bytes: [UInt8] = [9]
        bytes.appendLittleEndian(UInt32(0x0102_0304))
        bytes.appendLittleEndian(UInt64.max - 1)
        #expect(bytes == [9, 4, 3, 2, 1, 0xFE] + [UInt8](repeating: 0xFF, count: 7))
        #expect(bytes.littleEndian(at: 1) as UInt32 == 0x0102_0304)
        #expect(bytes.littleEndian(at: 5) as UInt64 == UInt64.max - 1)
        #expect(bytes[1...].littleEndian(at: 1) as UInt16 == 0x0304)
    }
}
