import Testing

@testable import Coordinator

@Suite struct `The time left` {
    private func seconds(
        files: (Int64, Int64),
        bytes: (Int64, Int64),
        elapsed: Double = 10
    ) -> Double? {
        TimeLeft(
            files: .init(done: files.0, left: files.1),
            bytes: .init(done: bytes.0, left: bytes.1),
            elapsed: elapsed
        ).seconds
    }

    @Test func `is that of files or of bytes, whichever is longer`() {
        #expect(seconds(files: (10, 10), bytes: (100, 300)) == 30)
        #expect(seconds(files: (10, 50), bytes: (100, 300)) == 50)
        #expect(seconds(files: (38, 1), bytes: (44, 300)).map { $0 > 60 } == true)
    }

    @Test func `is unknown before anything was done`() {
        #expect(seconds(files: (0, 10), bytes: (100, 300)) == nil)
        #expect(seconds(files: (10, 10), bytes: (0, 300)) == nil)
        #expect(seconds(files: (10, 10), bytes: (10, 10), elapsed: 0) == nil)
    }

    @Test func `is none where nothing is left, and of files where those are empty`() {
        #expect(seconds(files: (10, 0), bytes: (10, 0)) == 0)
        #expect(seconds(files: (10, 10), bytes: (0, 0)) == 10)
        #expect(seconds(files: (0, 0), bytes: (0, 0), elapsed: 0) == 0)
    }
}
