import Core
import Testing

@Suite struct PDQHashTests {
    @Test func `hex digits are read and written in the order of pdqhash and tx`() throws {
        let text = "0123456789abcdef0011223344556677fedcba98765432108899aabbccddeeff"
        let hash = try #require(PDQHash(hex: text))
        #expect(hash.hex == text)
        #expect(hash.bytes == Hex.bytes(text.utf8))
        #expect(PDQHash(hex: text.uppercased()) == hash)
        #expect(PDQHash(bytes: hash.bytes) == hash)
    }

    @Test func `a hash is 256 bits, no more and no fewer`() {
        #expect(PDQHash(hex: String(repeating: "0", count: 62)) == nil)
        #expect(PDQHash(hex: String(repeating: "0", count: 66)) == nil)
        #expect(PDQHash(hex: String(repeating: "x", count: 64)) == nil)
        #expect(PDQHash(bytes: [UInt8](repeating: 0, count: 31)) == nil)
    }

    @Test func `the distance counts the bits that differ, wherever they are`() throws {
        let zero = PDQHash(words: [0, 0, 0, 0])
        var bytes = [UInt8](repeating: 0, count: PDQHash.byteCount)
        for bit in 0..<256 {
            bytes[bit / 8] |= 1 << (bit % 8)
            let hash = try #require(PDQHash(bytes: bytes))
            #expect(zero.distance(to: hash) == bit + 1)
            #expect(hash.distance(to: zero) == bit + 1)
            #expect(hash.distance(to: hash) == 0)
        }
    }
}
