import Foundation
import Testing

extension BadInputTests {
    /// Memory as the kernel counts it, over trees and lists ten times as large as others.
    @Suite struct MemoryTests {
        /// Peak resident megabytes of a command.
        private static let peak = """
            peak() { python3 -c 'import resource, subprocess, sys
            subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
            print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)' "$@"; }

            """

        private let runner: BadInputRunner

        init() async throws { runner = try await BadInputRunner() }

        @Test(.timeLimit(.minutes(4)))
        func `planning does not grow with the tree`() async throws {
            try await runner.prepare(
                """
                for size in 15 150; do
                    mkdir t$size; for f in $(seq $size); do mkdir t$size/$f; done
                    for f in $(seq $size); do
                        seq -f t$size/$f/a-name-of-usual-length-%g 1000
                    done | xargs touch
                done
                """
            )
            let small = try await megabytes("$T plan t15 --sweep s15")
            let large = try await megabytes("$T plan t150 --sweep s150")
            #expect(try await runner.run("grep -vc '^#' s150/manifest").output == "150000\n")
            // The buffer of a sorted run is full before the end of the larger tree.
            #expect(large < 110 && large - small < 50, "\(small) MB, \(large) MB")
        }

        @Test(.timeLimit(.minutes(4)))
        func `a list costs little more than its compiled form`() async throws {
            try await runner.prepare(
                """
                for count in 20000 200000; do
                    head -c $((32 * count)) /dev/urandom | od -An -v -tx1 -w32 | tr -d ' ' |
                        sed 's/^/sha256,/; 1i kind,hash' > $count.csv
                done
                """
            )
            let small = try await megabytes("$T plan tree --sweep a --hashes 20000.csv")
            let large = try await megabytes("$T plan tree --sweep b --hashes 200000.csv")
            // 200,000 hashes of 32 bytes are 6 MB; a million of them may take 200 MB in all.
            #expect(large < 100 && large - small < 40, "\(small) MB, \(large) MB")
        }

        @Test(.timeLimit(.minutes(4)))
        func `a large PNG costs what it inflates to, and over the limit a few rows`() async throws {
            try await runner.prepare(
                """
                make() { python3 -c 'import struct, sys, zlib
                width, height = int(sys.argv[1]), int(sys.argv[2])
                def chunk(name, content):
                    sum = struct.pack(">I", zlib.crc32(name + content))
                    return struct.pack(">I", len(content)) + name + content + sum
                row = bytes(i * i // 7 % 251 for i in range(3 * width))
                packer = zlib.compressobj(1)
                data = packer.compress(bytes([0]) + row)
                for y in range(1, height):
                    data += packer.compress(bytes([2, y % 3 * 5]) + bytes(3 * width - 1))
                data += packer.flush()
                header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
                signature = bytes([137, 80, 78, 71, 13, 10, 26, 10])
                sys.stdout.buffer.write(signature + chunk(b"IHDR", header) + chunk(b"IDAT", data)
                    + chunk(b"IEND", b""))
                ' "$@"; }
                make 10000 10000 > inflated.png; make 20000 10000 > rows.png
                """
            )
            let inflated = (10_000 * 30_001) >> 20
            let large = try await megabytes("$T hash inflated.png")
            #expect(large > inflated && large - inflated < 64, "\(large) MB")
            // 600 MB inflated would be: libpng reads it.
            let rows = try await megabytes("$T hash rows.png")
            #expect(rows < 64 + 20, "\(rows) MB")
        }

        private func megabytes(_ command: String) async throws -> Int {
            let run = try await runner.run(Self.peak + "peak " + command)
            return try #require(
                Int(run.output.trimmingCharacters(in: .whitespacesAndNewlines)),
                "\(run.text)"
            )
        }
    }
}
