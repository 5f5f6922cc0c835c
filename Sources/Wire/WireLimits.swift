/// The limits of everything that peers can send.
package enum WireLimits {
    /// The protocol's version; coordinator and workers must speak the same.
    package static let protocolVersion: UInt32 = 2

    /// One message: a shard of 100,000 rows with its matches fits; a stranger's flood does not.
    package static let messageByteCountMax = 48 << 20

    /// Matches in one result: as many as fit a message with the rows of the largest shard, 25 bytes
    /// each at most. A worker sends the nearest of each file and counts the rest.
    package static let matchCountMax = 1_000_000

    /// Messages that wait here for one peer to read them: 64 leases, as many answers to results and
    /// heartbeats, and a piece of a list. What does not fit is said to be full, and sent later.
    package static let queuedMessageCountMax: Int32 = 256

    /// Messages of one peer that wait here to be read: results as its lanes end shards, a heartbeat
    /// every two seconds, a credit and one request for a piece of a list at a time. What does not
    /// fit waits at its sender and is not lost. Times the largest message this is memory: 384 MiB
    /// for a peer that means harm.
    package static let receivedMessageCountMax: Int32 = 8

    /// Frames of a message: where an answer goes, which ROUTER puts before it, and the body.
    static let frameCountMax = 2

    /// One piece of a compiled list: large enough to be quick, small enough to interleave.
    package static let listPartByteCount = 1 << 20

    /// A handshake that takes longer is given up: a stalled stranger must not hold a connection.
    package static let handshakeMilliseconds: Int32 = 5_000

    /// A first reconnect after this long, then doubling.
    package static let reconnectMilliseconds: Int32 = 100

    /// The longest wait between two reconnects: a restarted coordinator is found within this.
    package static let reconnectMillisecondsMax: Int32 = 5_000

    /// How long a closing socket goes on sending what it has taken.
    package static let lingerMilliseconds: Int32 = 1_000

    /// TCP peers that vanish without a word are dropped after this.
    package static let heartbeatMilliseconds: Int32 = 5_000

    /// How long a heartbeat may stay unanswered.
    package static let heartbeatTimeoutMilliseconds: Int32 = 20_000

    /// Leases that one worker may hold: bounds what it can be owed and can lose.
    package static let leaseCountMax = 64
}
