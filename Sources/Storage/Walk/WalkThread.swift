internal import CLinux
internal import Core

/// What one thread of a walk does: reads folders and looks at listed paths until none is left.
struct WalkThread: ~Copyable {
    private let plan: WalkPlan
    private let queue: WalkQueue
    private var entries: RunBuffer
    private let names = FolderNames()
    private var found: [PendingFolder] = []
    private var parents = ListedParents()
    private(set) var tally = WalkTally()

    init(plan: WalkPlan, queue: WalkQueue, entries: RunBuffer) {
        self.plan = plan
        self.queue = queue
        self.entries = entries
    }

    /// Works until the walk is over.
    mutating func run() throws(WalkError) {
        while let work = try queue.next() {
            switch work {
            case .folder(let folder): try read(folder)
            case .listed(let paths): for path in paths { try look(at: path) }
            }
            try pushFound(atLeast: 1)
            queue.finish()
        }
        do { try entries.spill() } catch { throw .system(error) }
    }

    private mutating func read(_ folder: PendingFolder) throws(WalkError) {
        let number = NoLinkPath.open(folder.path, flags: O_DIRECTORY)
        guard number >= 0 else { return try refuse(folder.path, errno: -number) }
        let descriptor = Descriptor(taking: number, path: EntryPath(folder.path))
        tally.folderCount += 1
        let names = self.names
        let failure = try names.forEach(in: descriptor.number) { name throws(WalkError) in
            try add(name, of: folder, opened: number)
        }
        if failure != 0 { try refuse(folder.path, errno: failure) }
    }

    /// Adds what one name of a folder is.
    private mutating func add(
        _ name: FolderName,
        of folder: PendingFolder,
        opened: Int32
    ) throws(WalkError) {
        // The kernel already said that it is a folder: nothing more to ask of it, in most walks.
        if Int(name.type) == Int(DT_DIR), !plan.looksAtFolders {
            return try push(folder: plan.path(folder.path, name), device: folder.device)
        }
        switch unsafe FoundStatus(opened, name.text) {
        case .failed(ENOENT): tally.vanishedCount += 1
        case .failed(let errno):
            let isFolder = Int(name.type) == Int(DT_DIR)
            let isExcluded = plan.excludes(
                folder.path,
                name,
                isFolder: isFolder,
                noting: &tally.usedExcludes
            )
            let facts = FileFacts(isExcluded ? .skipped(.excluded) : .unreadable(errno: errno))
            try add(facts, folder: folder.path, name: name)
        case .found(let status):
            try add(status, as: name, of: folder)
        }
    }

    private mutating func add(
        _ status: FileStatus,
        as name: FolderName,
        of folder: PendingFolder
    ) throws(WalkError) {
        let isFolder = status.kind == .directory
        if isFolder, plan.isRoot(folder.path, name) { return }
        let matches = plan.excludes(
            folder.path,
            name,
            isFolder: isFolder,
            noting: &tally.usedExcludes
        )
        let isExcluded = matches || plan.isSweepDirectory(status)
        let facts = FileFacts(status, isExcluded: isExcluded, device: folder.device, plan)
        if isFolder, facts.outcome == nil {
            try push(folder: plan.path(folder.path, name), device: folder.device)
        } else {
            try add(facts, folder: folder.path, name: name)
        }
    }

    /// Adds what one listed path is.
    private mutating func look(at listed: [UInt8]) throws(WalkError) {
        let (path, found) = parents.status(of: listed)
        switch found {
        case .failed(ENOENT), .failed(ENOTDIR): try add(FileFacts(.vanished), path: path)
        case .failed(let errno): try add(FileFacts(.unreadable(errno: errno)), path: path)
        case .found(let status):
            let isFolder = status.kind == .directory
            let matches = plan.excludes(path, isFolder: isFolder, noting: &tally.usedExcludes)
            let isExcluded = matches || plan.isSweepDirectory(status)
            let device = status.device
            let facts = FileFacts(status, isExcluded: isExcluded, device: device, plan)
            if !isFolder || facts.outcome != nil {
                try add(facts, path: path)
            } else if !plan.isRoot(path) {
                try push(folder: path, device: device)
            }
        }
    }

    /// A folder that cannot be read is an entry: what is in it was not covered.
    private mutating func refuse(_ path: [UInt8], errno: Int32) throws(WalkError) {
        switch errno {
        case ENOENT: tally.vanishedCount += 1
        case EMFILE, ENFILE, ENOMEM:
            throw .system(SystemError(operation: "open", path: EntryPath(path), errno: errno))
        default: try add(FileFacts(.unreadable(errno: errno)), path: path)
        }
    }

    private mutating func add(_ facts: FileFacts, path: [UInt8]) throws(WalkError) {
        do { try entries.add(facts.record, path: path) } catch { throw .system(error) }
    }

    private mutating func add(
        _ facts: FileFacts,
        folder: [UInt8],
        name: FolderName
    ) throws(WalkError) {
        do { try unsafe entries.add(facts.record, folder: folder, name: name.bytes) } catch {
            throw .system(error)
        }
    }

    private mutating func push(folder path: [UInt8], device: UInt64) throws(WalkError) {
        found.append(PendingFolder(path: path, device: device))
        try pushFound(atLeast: WalkLimits.foundFolderCountMax)
    }

    private mutating func pushFound(atLeast count: Int) throws(WalkError) {
        guard found.count >= count else { return }
        try queue.push(found)
        found.removeAll(keepingCapacity: true)
    }
}
