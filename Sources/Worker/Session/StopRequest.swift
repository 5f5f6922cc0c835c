internal import Synchronization

/// A request to stop, made by a signal or by the end of the coordinator; never taken back.
final class StopRequest: Sendable {
    private let flag = Atomic<Bool>(false)

    var isRequested: Bool { flag.load(ordering: .acquiring) }

    func make() { flag.store(true, ordering: .releasing) }
}
