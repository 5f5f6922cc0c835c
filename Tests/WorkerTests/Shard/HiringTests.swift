import Testing

@testable import Worker

@Suite struct `Hiring readers` {
    private let begin = ContinuousClock.now

    private func at(_ milliseconds: Int) -> ContinuousClock.Instant {
        begin + .milliseconds(milliseconds)
    }

    @Test func `leaves it at one reader where files are cached, however much lanes wait`() {
        var hiring = Hiring(at: begin)
        for millisecond in 1..<5000 {
            hiring.note(readSlowly: false)
            #expect(hiring.note(waited: .milliseconds(1), at: at(millisecond)) == [])
        }
        #expect(hiring.numbers == [0])
    }

    @Test func `leaves it at one where storage is slow and lanes hardly wait`() {
        var hiring = Hiring(at: begin)
        for millisecond in 1..<5000 {
            hiring.note(readSlowly: true)
            #expect(hiring.note(waited: .microseconds(20), at: at(millisecond)) == [])
        }
    }

    @Test func `has four times as many when each has brought something and lanes still starve`() {
        var hiring = Hiring(countMax: 19, at: begin)
        #expect(hiring.note(waited: .milliseconds(5), at: at(5)) == [])
        hiring.note(readSlowly: true)
        #expect(hiring.note(waited: .milliseconds(5), at: at(40)) == [1, 2, 3])
        for _ in 0..<3 { hiring.note(readSlowly: true) }
        #expect(hiring.note(waited: .milliseconds(5), at: at(80)) == [])
        hiring.note(readSlowly: true)
        #expect(hiring.note(waited: .milliseconds(5), at: at(81)) == Array(4..<16))
        for _ in 0..<16 { hiring.note(readSlowly: true) }
        #expect(hiring.note(waited: .milliseconds(5), at: at(120)) == [16, 17, 18])
        for _ in 0..<19 { hiring.note(readSlowly: true) }
        #expect(hiring.note(waited: .milliseconds(5), at: at(160)) == [])
    }

    @Test func `takes those who bring nothing for hung, and hires others`() {
        var hiring = Hiring(at: begin)
        var counts: [Int] = []
        for millisecond in stride(from: 5, through: 3100, by: 5) {
            _ = hiring.note(waited: .milliseconds(5), at: at(millisecond))
            if millisecond.isMultiple(of: 1000) { counts.append(hiring.numbers.count) }
        }
        #expect(counts == [4, 16, 64])
    }

    @Test func `asks for no more where the system has no room`() {
        var hiring = Hiring(at: begin)
        hiring.note(readSlowly: true)
        #expect(hiring.note(waited: .milliseconds(5), at: at(40)) == [1, 2, 3])
        hiring.withdraw([2, 3])
        #expect(hiring.numbers == [0, 1])
        for _ in 0..<2 { hiring.note(readSlowly: true) }
        #expect(hiring.note(waited: .milliseconds(5), at: at(80)) == [])
    }

    @Test func `asks for no more than there was room for, whichever are left`() {
        var hiring = Hiring(at: begin)
        hiring.note(readSlowly: true)
        #expect(hiring.note(waited: .milliseconds(5), at: at(40)) == [1, 2, 3])
        let isGone =
            hiring.dismiss(1, idle: .milliseconds(50), read: .milliseconds(1), at: at(1_000))
        #expect(isGone)
        for _ in 0..<3 { hiring.note(readSlowly: true) }
        let hired = hiring.note(waited: .milliseconds(500), at: at(1_040))
        #expect(hired == [1, 4, 5, 6, 7, 8, 9, 10, 11])
        hiring.withdraw([1, 4, 5, 6, 7, 8, 9, 10])
        #expect(hiring.numbers == [0, 2, 3, 11])
        for _ in 0..<4 { hiring.note(readSlowly: true) }
        #expect(hiring.note(waited: .milliseconds(500), at: at(1_080)) == [])
    }

    @Test func `forgets what was long ago`() {
        var hiring = Hiring(at: begin)
        hiring.note(readSlowly: true)
        #expect(hiring.note(waited: .milliseconds(3), at: at(3_600_000)) == [])
        hiring.note(readSlowly: true)
        #expect(hiring.note(waited: .milliseconds(5), at: at(3_600_040)) == [1, 2, 3])
    }

    @Test func `lets those go who wait longer than they read, one after the other`() {
        var hiring = Hiring(countMax: 2, at: begin)
        hiring.note(readSlowly: true)
        #expect(hiring.note(waited: .milliseconds(5), at: at(40)) == [1])
        func dismiss(_ number: Int, idle: Int, read: Int, at time: Int) -> Bool {
            hiring.dismiss(
                number,
                idle: .milliseconds(idle),
                read: .milliseconds(read),
                at: at(time)
            )
        }
        #expect(!dismiss(0, idle: 10, read: 1, at: 1000))
        #expect(!dismiss(0, idle: 30, read: 40, at: 1000))
        #expect(dismiss(0, idle: 30, read: 1, at: 1000))
        #expect(hiring.numbers == [1])
        // Somebody has to read.
        #expect(!dismiss(1, idle: 1000, read: 1, at: 2000))
        hiring.note(readSlowly: true)
        #expect(hiring.note(waited: .milliseconds(90), at: at(2040)) == [0])
        #expect(dismiss(0, idle: 30, read: 1, at: 2050))
        hiring.note(readSlowly: true)
        #expect(hiring.note(waited: .milliseconds(90), at: at(2080)) == [0])
        #expect(!dismiss(0, idle: 30, read: 1, at: 2090))
    }
}
