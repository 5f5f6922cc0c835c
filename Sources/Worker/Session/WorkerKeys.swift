internal import Foundation
internal import Wire

/// The keys of a worker: its own pair, and the coordinator's public key.
struct WorkerKeys: Sendable {
    let pair: CurveKeyPair
    let coordinator: CurveKey
    /// What its pair is called.
    let name: String

    /// Reads `coordinator.public` and the one `NAME.secret` of a folder.
    init(folder: String, name: String?) throws {
        coordinator = try KeyFile.read(folder + "/coordinator.public")
        let secret = try name ?? WorkerKeys.onlySecret(in: folder)
        self.name = secret
        pair = try CurveKeyPair(secretKey: KeyFile.read(folder + "/\(secret).secret"))
    }

    private static func onlySecret(in folder: String) throws(KeyFileError) -> String {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            throw KeyFileError(path: folder, problem: "the folder of keys cannot be read")
        }
        let secrets = names.filter { $0.hasSuffix(".secret") && $0 != "coordinator.secret" }
        guard let secret = secrets.first, secrets.count == 1 else {
            throw KeyFileError(
                path: folder,
                problem: secrets.isEmpty
                    ? "there is no NAME.secret; make one with `turnstone keys new \(folder) NAME`"
                    : "there are \(secrets.count) secrets; say which with --name NAME"
            )
        }
        return String(secret.dropLast(".secret".count))
    }
}
