import Foundation
import Glibc
import TestSupport
import Testing

extension Cluster {
    /// The cluster in network namespaces that the documents tell people to try.
    @Suite struct HostsTests {
        /// What keeps namespaces from being made here; `nil` if they can be.
        static let obstacle: String? = {
            if geteuid() != 0 { return "it needs root" }
            let name = "turnstone-\(getpid())"
            guard let add = try? RunningProgram(["ip", "netns", "add", name]).endBlocking() else {
                return "ip is missing: apt install iproute2"
            }
            _ = try? RunningProgram(["ip", "netns", "delete", name]).endBlocking()
            return add.ending == .code(0) ? nil : "no namespaces here: \(add.errors)"
        }()

        @Test(
            .timeLimit(.minutes(4)),
            .enabled(if: obstacle == nil, "\(obstacle ?? "")")
        )
        func `hosts in network namespaces find what one machine finds`() async throws {
            let script = Checkout.root.appending(path: "cluster/localhost/hosts.sh")
            let programs = try URL(filePath: Programs.path(of: "turnstone"))
                .deletingLastPathComponent().path(percentEncoded: false)
            let run = try RunningProgram(
                [script.path(percentEncoded: false)],
                environment: ["TURNSTONE_PROGRAMS": programs]
            )
            let ended = try await run.end(within: 200)
            print(ended.output)
            #expect(ended.ending == .code(0), "\(ended)")
            #expect(ended.output.contains("verify passes"), "\(ended)")
        }
    }
}
