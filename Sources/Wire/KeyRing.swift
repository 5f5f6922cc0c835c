internal import Core

/// The keys that are let in, with their holders' names; shared between ZAP and the coordinator.
package final class KeyRing: Sendable {
    /// What a key may do.
    package enum Standing: Equatable, Sendable {
        /// Let in, under this name.
        case allowed(String)
        /// Was let in once and is not any more.
        case revoked
        case unknown
    }

    private struct Keys {
        var names: [CurveKey: String] = [:]
        var revoked: Set<CurveKey> = []
    }

    private let keys = Lock(Keys())

    /// Makes an empty ring: nobody is let in.
    package init() {}

    /// Lets the holder of a key in, under a name.
    package func allow(_ key: CurveKey, as name: String) {
        keys.withLock {
            $0.names[key] = name
            $0.revoked.remove(key)
        }
    }

    /// Makes the ring hold just these keys among those whose name `isManaged`; the others go on.
    package func replace(_ names: [CurveKey: String], where isManaged: (String) -> Bool) {
        keys.withLock { keys in
            for (key, name) in keys.names where isManaged(name) && names[key] == nil {
                keys.names[key] = nil
                keys.revoked.insert(key)
            }
            for (key, name) in names {
                keys.names[key] = name
                keys.revoked.remove(key)
            }
        }
    }

    /// Takes a key off the ring; its live connections are refused from the next message on.
    package func revoke(_ key: CurveKey) {
        keys.withLock {
            $0.names[key] = nil
            $0.revoked.insert(key)
        }
    }

    /// What a key may do now.
    package func standing(of key: CurveKey) -> Standing {
        keys.withLock { keys in
            if let name = keys.names[key] { return .allowed(name) }
            return keys.revoked.contains(key) ? .revoked : .unknown
        }
    }
}
