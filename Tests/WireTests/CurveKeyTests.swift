import Foundation
import TestSupport
import Testing

@testable import Wire

@Suite struct `A CURVE key` {
    /// The key of zmq_z85_encode(3)'s own example in ZeroMQ RFC 32, with its 32 bytes.
    private static let text = "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6"
    private static let bytes: [UInt8] = [
        0x8E, 0x0B, 0xDD, 0x69, 0x76, 0x28, 0xB9, 0x1D, 0x8F, 0x24, 0x55, 0x87, 0xEE, 0x95, 0xC5,
        0xB0, 0x4D, 0x48, 0x96, 0x3F, 0x79, 0x25, 0x98, 0x77, 0xB4, 0x9C, 0xD9, 0x06, 0x3A, 0xEA,
        0xD3, 0xB7,
    ]

    @Test func `is Z85 as the RFC has it`() throws {
        #expect(CurveKey(bytes: Self.bytes)?.text == Self.text)
        let key = CurveKey(Self.text)
        #expect(key != nil && key == CurveKey(bytes: Self.bytes))
    }

    @Test(arguments: [
        "", "short", text + "x", String(repeating: " ", count: 40),
        String(text.dropLast(5)) + "\0\0\0\0\0", String(text.dropLast(1)) + "\u{7F}",
        String(repeating: "é", count: 20), String(repeating: "#", count: 40),
    ])
    func `is none in a text that is not one`(text: String) {
        #expect(CurveKey(text) == nil)
    }

    @Test(arguments: [0, 31, 33]) func `is none in another number of bytes`(count: Int) {
        #expect(CurveKey(bytes: [UInt8](repeating: 1, count: count)) == nil)
    }

    @Test func `has its public half from its secret half`() throws {
        let pair = try CurveKeyPair()
        #expect(try CurveKeyPair(secretKey: pair.secretKey).publicKey == pair.publicKey)
        #expect(pair.publicKey != pair.secretKey)
        #expect(try CurveKeyPair().publicKey != pair.publicKey)
    }
}
