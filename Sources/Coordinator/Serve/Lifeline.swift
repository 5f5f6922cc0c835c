internal import Glibc

/// A pipe that local workers watch: it ends when this process does, however it ends, and they too.
final class Lifeline: Sendable {
    /// What workers get as their standard input. Nothing is ever written to the other end.
    let readEnd: Int32
    private let writeEnd: Int32

    init() throws(LocalWorkerError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe2(&ends, O_CLOEXEC) == 0 else { throw .system("making a pipe", errno) }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }
}
