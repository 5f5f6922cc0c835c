import Foundation
import Glibc

/// The processes of a sweep, found as `ps` finds them.
package enum ProcessTree {
    /// All that descend from a process, without itself; parents before children.
    package static func descendants(of ancestor: pid_t) -> [pid_t] {
        let parents = parents()
        var found: [pid_t] = []
        var open = [ancestor]
        while let next = open.popLast() {
            let children = parents.filter { $0.value == next }.keys.sorted()
            found += children
            open += children
        }
        return found
    }

    /// The workers among them.
    package static func workers(of coordinator: pid_t) -> [pid_t] {
        descendants(of: coordinator).filter {
            let words = commandLine(of: $0)
            return isWorker(words) && !words.contains("lane")
        }
    }

    /// The lanes among them.
    package static func lanes(of ancestor: pid_t) -> [pid_t] {
        descendants(of: ancestor).filter {
            let words = commandLine(of: $0)
            return isWorker(words) && words.contains("lane")
        }
    }

    /// Whether a process is there and no zombie.
    package static func isRunning(_ id: pid_t) -> Bool {
        guard let state = status(of: id)?.state else { return false }
        return state != "Z" && state != "X"
    }

    private static func isWorker(_ words: [String]) -> Bool {
        words.first?.hasSuffix("turnstone-worker") == true
    }

    private static func commandLine(of id: pid_t) -> [String] {
        let data = try? Data(contentsOf: URL(filePath: "/proc/\(id)/cmdline"))
        return (data ?? Data()).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func parents() -> [pid_t: pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        var parents: [pid_t: pid_t] = [:]
        for id in names.compactMap({ pid_t($0) }) { parents[id] = status(of: id)?.parent }
        return parents
    }

    /// From /proc/PID/stat: what follows the name, which may hold anything but a last parenthesis.
    private static func status(of id: pid_t) -> (state: Substring, parent: pid_t)? {
        guard let data = try? Data(contentsOf: URL(filePath: "/proc/\(id)/stat")) else {
            return nil
        }
        let text = String(decoding: data, as: UTF8.self)
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 1, let parent = pid_t(fields[1]) else { return nil }
        return (fields[0], parent)
    }
}
