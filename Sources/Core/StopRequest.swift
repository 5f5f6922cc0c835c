internal import Synchronization

/// A request to stop, made by a signal; never taken back.
package final class StopRequest: Sendable {
    private let flag = Atomic<Bool>(false)

    /// Makes a request that nobody has made yet.
    package init() {}

    /// Whether somebody asked.
    package var isRequested: Bool { flag.load(ordering: .acquiring) }

    /// Asks.
    package func make() { flag.store(true, ordering: .releasing) }
}
