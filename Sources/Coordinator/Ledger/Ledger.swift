internal import Core
internal import Digests
internal import Foundation
internal import GRDB
internal import Glibc
internal import Storage

/// The sweep's database: shards, leases, findings, workers and events. Written by one process only.
///
/// A class and not an actor: GRDB's queue is its one thread, and every call is one transaction.
package final class Ledger: Sendable {
    /// Its file in the sweep folder.
    package static let fileName = "ledger.sqlite"

    private let folder: String
    private let queue: DatabaseQueue
    private let mode: Mode

    /// Its name while it is made.
    private static let draftName = "ledger.new"

    /// Makes the ledger of a new sweep; shards are added by ``plan(_:)``. It is there whole or not
    /// at all: half a ledger could neither be resumed nor made again.
    package static func create(
        in folder: String,
        id: String,
        settings: SweepSettings
    ) throws(LedgerError) -> Ledger {
        let draft = try Ledger(folder: folder, name: draftName, mode: .create)
        try draft.write { database in
            try database.execute(sql: LedgerSchema.sql)
            try database.execute(sql: "PRAGMA user_version = \(LedgerSchema.version)")
            try database.execute(sql: "PRAGMA application_id = \(LedgerSchema.applicationID)")
            let text = try settings.text()
            let madeAt = Date.now.rfc3339
            let origin = try SweepRecord.originDigest(id, Version.text, madeAt, text)
            try database.execute(
                sql: """
                    INSERT INTO sweep (id, turnstone, made_at, settings, origin_digest, state)
                    VALUES (?, ?, ?, ?, ?, 'planning')
                    """,
                arguments: [id, Version.text, madeAt, text, Data(origin.bytes)]
            )
        }
        // Closing folds the log into the file, which can then be renamed alone.
        try draft.close()
        do throws(SystemError) {
            try OwnFolder(EntryPath(folder)).rename(draftName, to: fileName)
        } catch { throw .other("\(error)") }
        return try Ledger(folder: folder, name: fileName, mode: .write)
    }

    /// Opens the ledger of a sweep, and checks that this Turnstone can go on with it.
    ///
    /// - Parameter readOnly: All reads see the ledger as it is now, whatever a running sweep
    ///   commits meanwhile: sums and rows of a report are of one moment.
    package static func open(in folder: String, readOnly: Bool = false) throws(LedgerError)
        -> Ledger
    {
        guard FileManager.default.fileExists(atPath: folder + "/" + fileName) else {
            throw .missing(folder)
        }
        let ledger = try Ledger(
            folder: folder,
            name: fileName,
            mode: readOnly ? .read : .write
        )
        try ledger.read { try LedgerCheck.run($0) }
        return ledger
    }

    /// Opens the ledger of a sweep only to look how far it is: what its rows say is not checked.
    static func look(in folder: String) throws(LedgerError) -> Ledger {
        guard FileManager.default.fileExists(atPath: folder + "/" + fileName) else {
            throw .missing(folder)
        }
        let ledger = try Ledger(folder: folder, name: fileName, mode: .read)
        try ledger.read { try LedgerCheck.look($0) }
        return ledger
    }

    private enum Mode { case create, write, read }

    private init(folder: String, name: String, mode: Mode) throws(LedgerError) {
        var configuration = Configuration()
        configuration.readonly = mode == .read
        // The one transaction of all reads stays open between them.
        configuration.allowsUnsafeTransactions = mode == .read
        // `status` reads while a sweep writes: WAL lets both go on; this bounds the rest.
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            if mode != .read { try database.execute(sql: "PRAGMA journal_mode = WAL") }
            // NORMAL would lose the last commits on power loss, and they are acknowledged.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA cell_size_check = ON")
        }
        let path = folder + "/" + name
        if mode == .create {
            // SQLite would leave its permissions to the umask; its log gets those of the database.
            let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                throw .other("\(path): \(SystemError.text(of: errno))")
            }
            Glibc.close(descriptor)
        }
        self.mode = mode
        self.folder = folder
        do {
            queue = try DatabaseQueue(
                path: path,
                configuration: configuration
            )
            if mode == .read { try queue.unsafeRead { try $0.execute(sql: "BEGIN DEFERRED") } }
        } catch { throw LedgerError(error, in: folder) }
    }

    /// Runs one write transaction; what it did is on disk when this returns.
    func write<Value: Sendable>(
        _ body: @Sendable (Database) throws -> Value
    ) throws(LedgerError) -> Value {
        do { return try queue.write { try body($0) } } catch {
            throw LedgerError(error, in: folder)
        }
    }

    /// Runs one read transaction.
    func read<Value: Sendable>(
        _ body: @Sendable (Database) throws -> Value
    ) throws(LedgerError) -> Value {
        do {
            return try mode == .read
                ? queue.unsafeRead { try body($0) }
                : queue.read { try body($0) }
        } catch { throw LedgerError(error, in: folder) }
    }

    /// Closes the database and folds its log into it.
    package func close() throws(LedgerError) {
        do { try queue.close() } catch { throw LedgerError(error, in: folder) }
    }
}

extension SweepSettings {
    /// As the ledger keeps it: JSON with sorted keys.
    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

extension Date {
    /// RFC 3339 in UTC, to the millisecond.
    package var rfc3339: String {
        formatted(
            .iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(
                separator: .omitted
            )
        )
    }
}
