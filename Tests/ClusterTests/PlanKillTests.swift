import Foundation
import Glibc
import TestSupport
import Testing

extension Cluster {
    /// A coordinator that dies before there is anything to lease.
    @Suite struct PlanKillTests {
        @Test(.timeLimit(.minutes(2)), arguments: Array(stride(from: 10, to: 250, by: 20)))
        func `a sweep killed while it begins can be resumed, or was never there`(
            milliseconds: Int
        ) async throws {
            let sweep = try SweepRun()
            let first = try sweep.startScan()
            try await Task.sleep(for: .milliseconds(milliseconds))
            first.signal(SIGKILL)
            _ = try await first.end()
            let resumed = try await sweep.startResume().end()
            guard FileManager.default.fileExists(atPath: sweep.path + "/ledger.sqlite") else {
                #expect(resumed.ending == .code(2), "\(resumed)")
                #expect(resumed.errors.contains("there is no sweep"), "\(resumed)")
                return
            }
            #expect(resumed.ending == .code(1), "\(resumed)")
            #expect(try await sweep.answer().difference(from: SweepRun.undisturbed) == nil)
        }
    }
}
