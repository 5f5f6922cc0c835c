internal import CLinux
internal import Glibc

/// A CURVE key in a file: one line of 40 characters; lines that begin with `#` are for people.
package enum KeyFile {
    /// Larger than any key file; a wrong path is not read in whole.
    private static let byteCountMax = 4096

    /// Reads a key. A secret key that others than its owner can read is refused.
    package static func read(_ path: String) throws(KeyFileError) -> CurveKey {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            let reason = unsafe String(cString: strerror(code))
            throw KeyFileError(path: path, problem: code == ENOENT ? missing(path) : reason)
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw KeyFileError(path: path, problem: unsafe String(cString: strerror(errno)))
        }
        if path.hasSuffix(".secret") && status.st_mode & 0o077 != 0 {
            throw KeyFileError(
                path: path,
                problem: "others can read this secret key; run `chmod 600` on it"
            )
        }
        var bytes = [UInt8](repeating: 0, count: byteCountMax)
        let count = unsafe Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else {
            throw KeyFileError(path: path, problem: unsafe String(cString: strerror(errno)))
        }
        let text = String(decoding: bytes.prefix(count), as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }
        guard lines.count == 1, let key = CurveKey(String(lines[0])) else {
            throw KeyFileError(
                path: path,
                problem:
                    "this is no key of Turnstone's; copy it again, or make one: "
                    + "`turnstone keys new`"
            )
        }
        return key
    }

    /// Writes a pair to `home.secret` (0600) and `home.public`: both, or neither.
    package static func write(
        _ pair: CurveKeyPair,
        to home: String,
        of holder: String
    ) throws(KeyFileError) {
        let (secret, open) = (home + ".secret", home + ".public")
        for path in [secret, open] where unsafe access(path, F_OK) == 0 {
            throw KeyFileError(path: path, problem: existsProblem)
        }
        let comment = "turnstone: secret key of \(holder)"
        try write(pair.secretKey, to: secret, comment: comment, mode: 0o600)
        do throws(KeyFileError) {
            let comment = "turnstone: public key of \(holder)"
            try write(pair.publicKey, to: open, comment: comment, mode: 0o644)
        } catch {
            // Half a pair would stand in the way of the next try.
            unsafe unlink(secret)
            throw error
        }
    }

    /// What to do about a key that is not there.
    private static func missing(_ path: String) -> String {
        path.hasSuffix("coordinator.public")
            ? "there is none; copy coordinator.public here from the coordinator"
            : "there is none; `turnstone keys new` makes one"
    }

    private static let existsProblem =
        "the file exists; remove it first if the key is to be replaced"

    /// Writes a key to a new file, with an explanation; an existing file is never replaced.
    ///
    /// - Parameter mode: The file's permissions: 0600 for secrets.
    package static func write(
        _ key: CurveKey,
        to path: String,
        comment: String,
        mode: UInt32
    ) throws(KeyFileError) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else {
            let problem =
                errno == EEXIST
                ? existsProblem
                : unsafe String(cString: strerror(errno))
            throw KeyFileError(path: path, problem: problem)
        }
        defer { close(descriptor) }
        let text = Array("# \(comment)\n\(key.text)\n".utf8)
        guard unsafe Glibc.write(descriptor, text, text.count) == text.count,
            fsync(descriptor) == 0
        else {
            let problem = unsafe String(cString: strerror(errno))
            // Half a key would stand in the way of the next try.
            unsafe unlink(path)
            throw KeyFileError(path: path, problem: problem)
        }
    }
}

/// A key file that cannot be used.
package struct KeyFileError: Error, Equatable, CustomStringConvertible {
    package let path: String
    package let problem: String

    /// Makes an error about the file at `path`.
    package init(path: String, problem: String) {
        self.path = path
        self.problem = problem
    }

    package var description: String { "key file \(path): \(problem)" }
}
