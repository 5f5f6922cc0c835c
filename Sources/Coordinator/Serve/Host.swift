internal import Core
internal import Foundation
internal import Logging
internal import Storage
internal import Wire

/// The listening side of a coordinator: keys, doorkeeper and socket, proven to keep strangers out.
struct Host {
    let link: Link
    let ring: KeyRing
    let keys: CurveKeyPair
    private let authenticator: Authenticator
    private let context: Context

    /// Listens for local workers in the sweep's folder, and for remote ones where that is asked.
    static func open(
        folder: SweepFolder,
        options: RunOptions,
        ring: KeyRing,
        log: Logger
    ) async throws -> Host {
        let keys = try coordinatorKeys(options)
        let context = try Context()
        let authenticator = Authenticator(ring: ring)
        try await authenticator.start(in: context)
        let link = Link(context: context, name: "link")
        // What a killed coordinator left behind is in the way of the next one.
        try? FileManager.default.removeItem(atPath: folder.socket)
        let local = "ipc://" + folder.socket
        let here = try await listen(link, local, keys)
        let verdict = try await StrangerTest.run(
            endpoint: here.endpoint,
            server: keys.publicKey,
            doorkeeper: authenticator,
            in: context
        )
        switch verdict {
        case .refused: break
        case .letIn: throw SweepError.strangerLetIn(local)
        case .noAnswer: throw SweepError.noAnswer(local)
        }
        if let remote = options.listen {
            // Who is let in is known before anybody can come: a worker that waits for this
            // coordinator and is turned away tries again only after seconds.
            if let folder = options.keys { try admit(folder + "/workers", ring) }
            let there = try await listen(link, remote, keys)
            try announce(there.bound, in: folder.wire)
            log.notice("listening", metadata: ["endpoint": "\(there.bound)"])
        }
        return Host(
            link: link,
            ring: ring,
            keys: keys,
            authenticator: authenticator,
            context: context
        )
    }

    private static func listen(
        _ link: Link,
        _ text: String,
        _ keys: CurveKeyPair
    ) async throws -> (endpoint: Endpoint, bound: String) {
        guard let endpoint = Endpoint(text) else {
            throw SweepError.listen(text, "it is neither tcp://HOST:PORT nor ipc://PATH")
        }
        do throws(SocketError) {
            return (endpoint, try await link.listen(on: endpoint, keys: keys))
        } catch { throw SweepError.listen(text, "\(error)") }
    }

    /// Stops listening.
    func close() async {
        await link.close()
        await authenticator.stop()
    }

    /// Leaves the endpoint in `wire/endpoint`, for those who let the port be chosen.
    static func announce(_ endpoint: String, in wire: String) throws(SystemError) {
        // Its final name comes last: nobody reads half of it.
        let file = try Descriptor(creating: EntryPath(wire + "/endpoint.new"))
        try file.write(Array((endpoint + "\n").utf8).span)
        try OwnFolder(EntryPath(wire)).rename("endpoint.new", to: "endpoint")
    }

    private static func coordinatorKeys(_ options: RunOptions) throws -> CurveKeyPair {
        guard options.listen != nil else { return try CurveKeyPair() }
        guard let folder = options.keys,
            FileManager.default.fileExists(atPath: folder + "/coordinator.secret")
        else { throw SweepError.noCoordinatorKey(options.keys ?? "DIR") }
        return try CurveKeyPair(secretKey: KeyFile.read(folder + "/coordinator.secret"))
    }

    /// Reads the allow-list: every `NAME.public` of the folder, under its name.
    ///
    /// If anything cannot be read the ring stays as it is: a key that is revoked by mistake ends
    /// its worker's connection for good.
    static func admit(_ folder: String, _ ring: KeyRing) throws(KeyFileError) {
        var keys: [CurveKey: String] = [:]
        for file in try publicKeys(in: folder) {
            let path = folder + "/" + file
            let name = String(file.dropLast(".public".count))
            guard !name.hasPrefix(LocalWorkers.namePrefix) else {
                let problem =
                    "names that begin with \(LocalWorkers.namePrefix) are for local workers; "
                    + "rename it"
                throw KeyFileError(path: path, problem: problem)
            }
            keys[try KeyFile.read(path)] = name
        }
        ring.replace(keys) { !$0.hasPrefix(LocalWorkers.namePrefix) }
    }

    /// The key files of a folder; none if it is not there yet.
    private static func publicKeys(in folder: String) throws(KeyFileError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder)
                .filter { $0.hasSuffix(".public") }.sorted()
        } catch {
            guard FileManager.default.fileExists(atPath: folder) else { return [] }
            throw KeyFileError(path: folder, problem: "the folder of keys cannot be read")
        }
    }
}
