internal import CLinux

/// What looking at a name gave: its status, or the errno.
enum FoundStatus {
    case found(FileStatus)
    case failed(Int32)

    /// Looks at `name` in an open folder, following no link.
    init(_ folder: Int32, _ name: UnsafePointer<CChar>?) {
        var status = linux_file_status()
        let result = unsafe linux_status_at(folder, name, &status)
        self = result == 0 ? .found(FileStatus(status)) : .failed(-result)
    }
}
