import Core
import Testing

@Suite struct `A request to stop` {
    @Test func `is never taken back`() {
        let stop = StopRequest()
        #expect(!stop.isRequested)
        stop.make()
        stop.make()
        #expect(stop.isRequested)
    }
}
