/// A text with its digests: the examples of RFC 1321, A.5 and of NIST for FIPS 180-4. Digests that
/// those do not give for a text of the other are coreutils'.
struct PublishedDigests: Sendable, CustomStringConvertible {
    let text: String
    let md5: String
    let sha1: String
    let sha256: String

    var description: String { text.count < 80 ? text : "\(text.count) characters" }

    static let all = [
        PublishedDigests(
            text: "",
            md5: "d41d8cd98f00b204e9800998ecf8427e",
            sha1: "da39a3ee5e6b4b0d3255bfef95601890afd80709",
            sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        ),
        PublishedDigests(
            text: "abc",
            md5: "900150983cd24fb0d6963f7d28e17f72",
            sha1: "a9993e364706816aba3e25717850c26c9cd0d89d",
            sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        ),
        PublishedDigests(
            text: "message digest",
            md5: "f96b697d7cb7938d525a2f31aaf161d0",
            sha1: "c12252ceda8be8994d5fa0290a47231c1d16aae3",
            sha256: "f7846f55cf23e14eebeab5b4e1550cad5b509e3348fbc4efa3a1413d393cb650"
        ),
        PublishedDigests(
            text: "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            md5: "8215ef0796a20bcaaae116d3876c664a",
            sha1: "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
            sha256: "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        PublishedDigests(
            text: String(repeating: "1234567890", count: 8),
            md5: "57edf4a22be3c955ac49da2e2107b67a",
            sha1: "50abf5706a150990a08b2c5ea40fa0e585554732",
            sha256: "f371bc4a311f2b009eef952dd83ca80e2b60026c8e935592d0f9c308453c813e"
        ),
        PublishedDigests(
            text: String(repeating: "a", count: 1_000_000),
            md5: "7707d6ae4e027c70eea2a935c2296f21",
            sha1: "34aa973cd4c4daa4f61eeb2bdbad27316534016f",
            sha256: "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        ),
    ]
}
