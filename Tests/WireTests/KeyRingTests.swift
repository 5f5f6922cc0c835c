import Testing

@testable import Wire

@Suite struct `A key ring` {
    private let ring = KeyRing()
    private let one: CurveKey
    private let two: CurveKey

    init() throws {
        one = try CurveKeyPair().publicKey
        two = try CurveKeyPair().publicKey
    }

    @Test func `lets nobody in at first`() { #expect(ring.standing(of: one) == .unknown) }

    @Test func `lets in under a name until it is revoked`() {
        ring.allow(one, as: "a")
        #expect(ring.standing(of: one) == .allowed("a"))
        #expect(ring.standing(of: two) == .unknown)
        ring.revoke(one)
        #expect(ring.standing(of: one) == .revoked)
        ring.allow(one, as: "b")
        #expect(ring.standing(of: one) == .allowed("b"))
    }

    @Test func `replaces just the keys that are managed`() {
        ring.allow(one, as: "local-1")
        ring.allow(two, as: "node")
        ring.replace([:]) { !$0.hasPrefix("local-") }
        #expect(ring.standing(of: one) == .allowed("local-1"))
        #expect(ring.standing(of: two) == .revoked)
        ring.replace([two: "node-2"]) { !$0.hasPrefix("local-") }
        #expect(ring.standing(of: two) == .allowed("node-2"))
    }
}
