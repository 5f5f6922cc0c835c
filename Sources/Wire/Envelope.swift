internal import SwiftProtobuf
package import WireMessages

extension WireEnvelope {
    /// Reads a message; `nil` if it is none. Peers are hostile: this never traps.
    package init?(bytes: [UInt8]) {
        do { try self.init(serializedBytes: bytes) } catch { return nil }
    }

    /// The message as bytes.
    package var bytes: [UInt8] {
        do {
            return try serializedBytes()
        } catch {
            preconditionFailure("a message without required fields always serializes: \(error)")
        }
    }

    /// Makes a message of a sweep.
    package init(sweep: String, incarnation: UInt64, body: WireEnvelope.OneOf_Body) {
        self.init()
        self.sweep = sweep
        self.incarnation = incarnation
        self.body = body
    }
}
