import Testing

@testable import Coordinator

@Suite struct `Sizes and rates` {
    @Test(
        arguments: [
            ("0", 0), ("1500", 1500), ("64K", 64 << 10), ("64k", 64 << 10), ("500M", 500 << 20),
            ("2G", 2 << 30), ("4GiB", 4 << 30), ("4GB", 4 << 30), ("1T", 1 << 40), ("1P", 1 << 50),
            ("1.5K", 1536), ("0.5M", 512 << 10), ("7B", 7), ("1023.9", 1023),
        ] as [(String, Int64)]
    )
    func `are read as people write them`(text: String, count: Int64) {
        #expect(Size(argument: text)?.count == count)
    }

    @Test(arguments: [
        "", "K", "-1", "+1", "1X", "1KX", "1 K", "1e3", "1..5", ".", "0x10", "1BB", "1iB", "1KiBs",
        "9000P", "99999999999999999999", "nan", "inf", "１",
    ])
    func `are nothing else`(text: String) {
        #expect(Size(argument: text) == nil)
    }

    @Test(arguments: [("100M", 104_857_600), ("20/s", 20), ("0.5", 0.5), ("2.5/s", 2.5)])
    func `of rates may be less than one`(text: String, perSecond: Double) {
        #expect(Rate(argument: text)?.perSecond == perSecond)
    }

    @Test(arguments: ["0", "0/s", "-1", "/s", "1/min", ""]) func `of rates are not 0`(text: String)
    {
        #expect(Rate(argument: text) == nil)
    }

    @Test func `of rates are never rounded to no limit`() {
        #expect(Rate(argument: "0.25")?.bytesPerSecond == 1)
        #expect(Rate(argument: "10K")?.bytesPerSecond == 10_240)
    }
}
