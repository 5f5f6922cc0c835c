internal import Core
internal import Digests
internal import Foundation
internal import Glibc
internal import Storage
internal import Wire
internal import WireMessages

/// The compiled hash lists that a worker has got, each in a file named by its digest.
struct ListCache: Sendable {
    /// How often a piece is asked for before the worker gives up.
    static let requestCountMax = 60

    /// How long a piece is waited for: a lost message only costs time.
    static let answerLimit = Duration.seconds(10)

    /// How long to wait where the request could not even be sent.
    static let unsentPause = Duration.milliseconds(500)

    /// Bytes up to which a list that is here is looked at again each time, in some tenths of a
    /// second. A larger one was looked at when it came, and is once more if its seal is broken.
    static let checkedByteCountMax = 256 << 20

    let folder: String
    private let checkedByteCountMax: Int

    /// Makes the folder, for nobody but its owner.
    init(folder: String, checkedByteCountMax: Int = ListCache.checkedByteCountMax) throws {
        self.folder = folder
        self.checkedByteCountMax = checkedByteCountMax
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    /// A list that is here.
    struct Held: Sendable {
        /// What people call it.
        let name: String
        let compiled: CompiledList
        /// What is behind it.
        let file: MappedFile
        let path: String

        /// Throws if somebody wrote into the file: what was matched since is worth nothing.
        func look() throws(SessionError) {
            if file.isWritten { throw .listWritten(name, path) }
        }
    }

    /// The list if it is here and whole.
    func list(_ list: WireList) throws -> Held? {
        let path = path(of: list)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let mapped = try MappedFile(path: path)
        guard mapped.count == Int(exactly: list.size) else { return nil }
        let isSealed = ContentSeal(list.digest).holds(mapped.statusWhenMapped)
        if mapped.count <= checkedByteCountMax || !isSealed {
            guard try isWhole(mapped, list) else { return nil }
        }
        return Held(
            name: VisibleText(Array(list.name.utf8)).text,
            compiled: try CompiledList(mapped),
            file: mapped,
            path: path
        )
    }

    private func isWhole(_ mapped: MappedFile, _ list: WireList) throws -> Bool {
        try mapped.sha256().bytes == [UInt8](list.digest)
    }

    /// Gets a list from the coordinator piece by piece, and keeps it.
    ///
    /// - Parameter welcome: takes the place of the one before if another comes meanwhile: it brings
    ///   this worker's new share of the read budget.
    func fetch(
        _ list: WireList,
        through channel: Channel,
        stop: StopRequest,
        welcome: inout WireWelcome
    ) async throws {
        let partial = path(of: list) + ".\(ProcessInfo.processInfo.processIdentifier).part"
        guard
            FileManager.default.createFile(
                atPath: partial,
                contents: nil,
                attributes: [.posixPermissions: 0o600]
            )
        else { throw SessionError.noCache(folder) }
        let file = try FileHandle(forWritingTo: URL(filePath: partial))
        defer {
            try? file.close()
            // Its other name is what counts; there is none if the list did not come whole.
            unsafe unlink(partial)
        }
        var offset: UInt64 = 0
        while offset < list.size {
            var request = WireListGet()
            request.digest = list.digest
            request.offset = offset
            let part = try await ask(request, channel, stop, &welcome)
            try file.write(contentsOf: part)
            offset += UInt64(part.count)
        }
        try file.synchronize()
        // Before it has its name: what has one is not looked at again if it is large.
        guard try isWhole(MappedFile(path: partial), list) else {
            throw SessionError.damagedList(list.name)
        }
        try ContentSeal(list.digest).set(on: Descriptor(reading: EntryPath(partial)))
        try name(partial, list)
    }

    /// Gives a list that came its name, unless another worker's copy has it: that may be mapped,
    /// and on NFS a mapped file that is replaced is lost.
    private func name(_ partial: String, _ list: WireList) throws {
        if unsafe link(partial, path(of: list)) == 0 { return }
        if errno == EEXIST, try self.list(list) != nil { return }
        // rename(2) is atomic; a file system without links has this way alone.
        guard unsafe rename(partial, path(of: list)) == 0 else {
            throw SessionError.noCache(folder)
        }
    }

    /// Asks until the piece is there.
    private func ask(
        _ request: WireListGet,
        _ channel: Channel,
        _ stop: StopRequest,
        _ welcome: inout WireWelcome
    ) async throws -> Data {
        for _ in 0..<ListCache.requestCountMax {
            let isSent = try await channel.send(.listGet(request))
            let until =
                ContinuousClock.now + (isSent ? ListCache.answerLimit : ListCache.unsentPause)
            while ContinuousClock.now < until {
                if stop.isRequested { throw SessionError.stopped }
                guard let message = try await channel.receive(within: Greeting.tick) else {
                    continue
                }
                switch message.body {
                case .listPart(let part)
                where part.digest == request.digest && part.offset == request.offset
                    && !part.bytes.isEmpty:
                    return part.bytes
                case .welcome(let newer):
                    guard newer.lists == welcome.lists else { throw SessionError.otherLists }
                    await channel.adopt(sweep: message.sweep, incarnation: message.incarnation)
                    welcome = newer
                case .error(let refusal): throw SessionError.refused(refusal.reason)
                case .again: throw SessionError.forgotten
                case .drain: throw SessionError.over
                default: continue
                }
            }
        }
        throw SessionError.noList
    }

    private func path(of list: WireList) -> String {
        folder + "/" + Hex.string([UInt8](list.digest)) + ".list"
    }
}
