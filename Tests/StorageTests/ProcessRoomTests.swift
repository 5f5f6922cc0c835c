import Foundation
import Glibc
import Storage
import Testing

@Suite struct ProcessRoomTests {
    @Test func `what a machine has is found`() throws {
        try ProcessRoom(threadCount: 16, openFileCount: 64, byteCount: 1 << 28).check()
    }

    @Test func `what no machine has is missed`() {
        #expect(throws: ProcessRoomError.memory(needed: 1 << 60)) {
            try ProcessRoom(threadCount: 1, openFileCount: 64, byteCount: 1 << 60).check()
        }
        let needed = Int.max
        let error = #expect(throws: ProcessRoomError.self) {
            try ProcessRoom(threadCount: 1, openFileCount: needed, byteCount: 1).check()
        }
        guard case .openFiles(_, needed) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `a limit of open files that may be raised is raised`() async {
        await #expect(processExitsWith: .success) {
            var low = rlimit(rlim_cur: 20, rlim_max: 100)
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
            #expect(setrlimit(resource, &low) == 0)
            try ProcessRoom(threadCount: 1, openFileCount: 64, byteCount: 1).check()
            #expect(getrlimit(resource, &low) == 0 && low.rlim_cur == 64)
            #expect(throws: ProcessRoomError.openFiles(100, needed: 200)) {
                try ProcessRoom(threadCount: 1, openFileCount: 200, byteCount: 1).check()
            }
        }
    }
}
