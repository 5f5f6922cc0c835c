internal import CZeroMQ

/// A CURVE key, public or secret, in Z85: 40 characters of ASCII for 32 bytes.
package struct CurveKey: Hashable, Sendable {
    package let text: String

    /// The number of characters of a key.
    package static let characterCount = 40

    /// Makes a key of its text, or `nil` if the text is no Z85 key.
    package init?(_ text: String) {
        // libzmq would stop at a NUL, and decode what is before it.
        guard text.utf8.count == CurveKey.characterCount,
            text.utf8.allSatisfy({ $0 > UInt8(ascii: " ") && $0 < 0x7F })
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: 32)
        guard unsafe zmq_z85_decode(&bytes, text) != nil else { return nil }
        self.text = text
    }

    /// Makes a key of its 32 bytes, or `nil` if there are not 32.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        var text = [CChar](repeating: 0, count: CurveKey.characterCount + 1)
        guard unsafe zmq_z85_encode(&text, bytes, bytes.count) != nil else { return nil }
        self.text = String(
            decoding: text.prefix(CurveKey.characterCount).map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
    }
}

/// A CURVE key pair.
package struct CurveKeyPair: Sendable {
    package let publicKey: CurveKey
    package let secretKey: CurveKey

    /// Makes a new pair from the system's randomness.
    package init() throws(SocketError) {
        var publicText = [CChar](repeating: 0, count: CurveKey.characterCount + 1)
        var secretText = publicText
        guard unsafe zmq_curve_keypair(&publicText, &secretText) == 0 else {
            throw .last("making a CURVE key pair")
        }
        func key(_ text: [CChar]) -> CurveKey? {
            CurveKey(String(decoding: text.prefix(40).map { UInt8(bitPattern: $0) }, as: UTF8.self))
        }
        guard let publicKey = key(publicText), let secretKey = key(secretText) else {
            throw SocketError(operation: "making a CURVE key pair", code: 22)
        }
        self.publicKey = publicKey
        self.secretKey = secretKey
    }

    /// The pair that belongs to a secret key.
    package init(secretKey: CurveKey) throws(SocketError) {
        var publicText = [CChar](repeating: 0, count: CurveKey.characterCount + 1)
        guard unsafe zmq_curve_public(&publicText, secretKey.text) == 0,
            let publicKey = CurveKey(
                String(decoding: publicText.prefix(40).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            )
        else { throw .last("deriving a public key") }
        self.publicKey = publicKey
        self.secretKey = secretKey
    }
}
