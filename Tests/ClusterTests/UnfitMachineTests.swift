import Foundation
import TestSupport
import Testing

extension Cluster {
    /// A machine that computes wrong hashes: a worker with another answer in its self-test.
    @Suite struct UnfitMachineTests {
        private let folder: TestFolder
        private let program: String

        init() async throws {
            folder = try TestFolder()
            program = folder.path("turnstone-worker")
            let good = try Programs.path(of: "turnstone-worker")
            try FileManager.default.copyItem(atPath: good, toPath: program)
            let known = "a629d6590d3c165deca6f1c6954ab5c213ba28bd03f78d09c9bde388e2fb0389"
            let other = known.replacing("90d3c", with: "90d3d")
            let run = try RunningProgram(["sed", "-i", "s/\(known)/\(other)/", program])
            try #require(try await run.end().ending == .code(0))
            try #require(
                !FileManager.default.contentsEqual(atPath: good, andPath: program),
                "the known answer stands in the program"
            )
        }

        /// Nobody listens there: a worker that asked would still be asking.
        @Test(.timeLimit(.minutes(1)))
        func `a worker that computes wrong hashes says so and asks for no lease`() async throws {
            let remote = try await RemoteSweep(workers: ["one"])
            let worker = try remote.startWorker("one", program: program)
            let ended = try await worker.end(within: 30)
            #expect(ended.ending == .code(4), "\(ended)")
            let lines = ended.errors.split(separator: "\n")
            #expect(
                lines == [
                    "turnstone-worker: a lane failed its self-test: wrong hash of 150 × 100 pixels "
                        + "with the kernels of baseline",
                    "turnstone-worker: this machine computes wrong hashes and must not be used: "
                        + "a lane failed its self-test",
                ],
                "\(ended)"
            )
        }

        @Test(.timeLimit(.minutes(1)))
        func `no fingerprint is printed there`() async throws {
            let picture = Checkout.fixture("pictures/444.jpg").path(percentEncoded: false)
            let ended = try await RunningProgram([program, "hash", picture]).end(within: 30)
            #expect(ended.ending == .code(4) && ended.output.isEmpty, "\(ended)")
            #expect(ended.errors.contains("must not be used"), "\(ended)")
        }
    }
}
