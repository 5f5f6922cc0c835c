internal import Core

/// What the reference makes of some made pixels, a text and two small files. Written by
/// Tests/Oracle/make_self_test.py with `pdqhash`, Pillow and hashlib; not to be changed by hand.
extension SelfTest {
    static let knownPatterns = [
        Pattern(
            width: 150,
            height: 100,
            pdq: "a629d6590d3c165deca6f1c6954ab5c213ba28bd03f78d09c9bde388e2fb0389",
            quality: 100
        ),
        Pattern(
            width: 64,
            height: 64,
            pdq: "1c38424ad75ee46cd052b930a5217870007f0fc742de86cfe4e4efa79ce25dbe",
            quality: 100
        ),
        Pattern(
            width: 203,
            height: 37,
            pdq: "942d735849824be2aea6f1116159e8043a2e5df38ee22793cde22affcd52269f",
            quality: 100
        ),
    ]

    static let knownFiles = [
        File(
            format: .jpeg,
            hex: jpeg,
            pdq: "42bc355d3aa894720aaa2b8d0b55daa4b437f5a886a9daf8190ddc74d1a7bd55",
            quality: 12
        ),
        File(
            format: .png,
            hex: png,
            pdq: "edbdb256ed0b92c5294a56aaa955a95556aaa955d6956d3a12e44da99252ad25",
            quality: 85
        ),
    ]

    /// Of each pattern's hash to each.
    static let knownDistances: [[UInt16]] = [[0, 124, 116], [124, 0, 112], [116, 112, 0]]

    /// MD5, SHA-1 and SHA-256 of the text.
    static let knownDigests = [
        "edbe6600665b08568c009103a2fea87f",
        "c49c5b436325f59da9c2d6b9220f00eb62bf217f",
        "620edf4d752ed4c6da91e244b67c79b1bc46e5acb7746fb10188f89b718a81d8",
    ]

    static let text = String(repeating: "Turnstone", count: 40)

    private static let jpeg = """
        ffd8ffe000104a46494600010100000100010000ffdb004300140e0f120f0d14121012171514181e32211e1c\
        1c1e3d2c2e243249404c4b47404645505a736250556d5645466488656d777b8182814e608d978c7d96737e81\
        7cffdb0043011517171e1a1e3b21213b7c5346537c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c\
        7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7cffc000110800280038030122000211010311\
        01ffc4001800010101010100000000000000000000000003020104ffc4001e10010101000202030100000000\
        000000000001021121415131617181ffc400190100020301000000000000000000000000040501020306ffc4\
        001b11000301010101010000000000000000000001020311211213ffda000c03010002110311003f00be276a\
        c9f49e16cfbec53ae84449de0b3a6a4858a3499bf784eceb84b5395af94f5dfc2bf00fa59e7dc1bd497c88fc\
        c0ab4f4a6159e11cab9a156a3452565e695994e5ace845be0be93bf8ddac6be044d745fad12d0edfb1af82fa\
        bf467dab9073fd674a7652d06b34c1f4396b16f402e298af66679fe80255317d3f4fffd9
        """

    private static let png = """
        89504e470d0a1a0a0000000d494844520000000b0000000908020000006b06417a0000000467414d410000b1\
        8f0bfc61050000000a744558745469746c65006d616465364ce9c0000000514944415478da6dcbb111824010\
        46e11f160481d3f8a0838d9861ec820e4c88482c822a0c6c8399ed822248c8c92f58f54c1c2079f3250f6063\
        b968f8daf2a5e7f3c0e98bf391b389e38523e524c0adb0a0126ae17c5469ba390000005249444154b70e3113\
        66c5ec7c0f4c7824a676a6565393efd6d1f78002e47b6849ade48d64adc4bd4483242f398d124c824548250c\
        f0cc2db484f3a59dab109da273beb473f529e10eb3aa59c9d7fdb9faf90d897a67def268d31f000000004945\
        4e44ae426082
        """
}
