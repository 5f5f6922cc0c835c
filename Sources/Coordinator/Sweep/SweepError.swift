/// Why a sweep cannot be run or reported.
enum SweepError: Error, Equatable, CustomStringConvertible {
    case notPlanned(String)
    case beingPlanned(String)
    case strangerLetIn(String)
    case noAnswer(String)
    case listen(String, String)
    case noCoordinatorKey(String)
    case manifestChanged(String)
    case manifestMissing(String)
    case listChanged(String, String)
    case listMissing(String, String)
    case listTouched(String, String)
    case listDoubted(String)
    case pathsAreGone(String)
    case noLists(String)
    case resultRefused(shard: Int, worker: String, reason: String)

    /// What is wrong with a sweep whose planning was stopped.
    static func stoppedPlanning(_ request: PlanRequest, _ path: String) -> SweepError {
        request.readsStandardInput ? .pathsAreGone(path) : .notPlanned(path)
    }

    /// Whether something of the sweep was changed or lost: not the caller's mistake.
    var isDamage: Bool {
        switch self {
        case .manifestChanged, .manifestMissing, .listChanged, .listMissing, .listTouched,
            .listDoubted:
            true
        default: false
        }
    }

    var description: String {
        switch self {
        case .notPlanned(let path):
            "the sweep in \(path) was stopped while it was planned: `turnstone resume \(path)` "
                + "plans it"
        case .beingPlanned(let path):
            "the sweep in \(path) is being planned: `turnstone status \(path)` says when it runs"
        case .strangerLetIn(let endpoint):
            "a stranger's key was accepted on \(endpoint): nothing is served; check libzmq's "
                + "build, and whether another program answers there"
        case .noAnswer(let endpoint):
            "the coordinator does not answer itself on \(endpoint): nothing is served; check that "
                + "the address is this machine's"
        case .listen(let endpoint, let reason):
            "\(endpoint) cannot be listened on: \(reason); choose another port with --listen, or "
                + "another numeric IPv4 address of this machine (tcp://0.0.0.0:PORT is all of them)"
        case .noCoordinatorKey(let folder):
            "--listen needs --keys DIR with coordinator.secret in it: `turnstone keys new "
                + "\(folder) coordinator` makes one"
        case .manifestChanged(let path):
            "the manifest \(path) is not the one that was planned; restore it from a backup, or "
                + "start a new sweep"
        case .manifestMissing(let path):
            "the manifest \(path) is missing; restore it from a backup, or start a new sweep"
        case .listChanged(let name, let path):
            "the compiled list of \(name) is not what was compiled; restore \(path) from a "
                + "backup, or start a new sweep"
        case .listMissing(let name, let path):
            "the compiled list of \(name) is missing; restore \(path) from a backup, or start a "
                + "new sweep"
        case .listTouched(let name, let path):
            "the compiled list of \(name) was written, replaced or removed while the sweep ran, "
                + "and no result was taken since; restore \(path) from a backup, then run "
                + "turnstone resume, or start a new sweep"
        case .listDoubted(let name):
            "the compiled list of \(name) was found damaged though nobody wrote to its file, so "
                + "findings may be missing; look after the disk, then start a new sweep"
        case .pathsAreGone(let path):
            "the sweep in \(path) was stopped while it was planned, and its paths came from "
                + "standard input, which is gone; remove the folder and start a new sweep"
        case .resultRefused(let shard, let worker, let reason):
            "shard \(shard) was refused \(ServerLimits.refusedResultCountMax) times, the last time "
                + "from worker \(worker): \(reason); install the same version on all machines, or "
                + "take that worker's key out of workers/, then run turnstone resume"
        case .noLists(let path):
            "the sweep in \(path) was planned without a hash list, so nothing could be found: plan "
                + "it anew into another folder, by `turnstone plan PATH… --sweep DIR --hashes "
                + "LIST`, or use `turnstone scan`"
        }
    }
}
