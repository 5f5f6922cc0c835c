import Testing

@testable import Worker

@Suite struct `Open files` {
    @Test func `leave room for lanes and for all else`() {
        #expect(OpenFiles.readerCountMax(laneCount: 2, openFileCountMax: 256) == 190)
        #expect(OpenFiles.readerCountMax(laneCount: 64, openFileCountMax: 1024) == 512)
        #expect(OpenFiles.readerCountMax(laneCount: 2, openFileCountMax: .max) == 512)
    }

    @Test func `are read one by one where there is room for nothing`() {
        #expect(OpenFiles.readerCountMax(laneCount: 200, openFileCountMax: 100) == 1)
    }
}
