internal import CLinux
package import Core

/// A folder of Turnstone's own, such as a sweep's.
package struct OwnFolder: Sendable {
    /// Where it is.
    package let path: EntryPath

    /// Names a folder that exists.
    package init(_ path: EntryPath) { self.path = path }

    /// Gives a file that is on disk its final name, in place of what has that name, and waits until
    /// the change is on disk too.
    package func rename(_ name: String, to newName: String) throws(SystemError) {
        let result = unsafe path.appending(name).withCString { old in
            unsafe path.appending(newName).withCString { unsafe linux_rename(old, $0) }
        }
        guard result == 0 else {
            throw SystemError(operation: "rename", path: path.appending(name), errno: -result)
        }
        try Descriptor(opening: path, flags: O_RDONLY | O_DIRECTORY).sync()
    }
}
