import Foundation
import Testing

/// A program that no one here wrote, as an oracle: run to its end within a time limit.
struct OutsideProgram {
    let name: String
    /// How people get it, for the message when it is missing.
    let installation: String

    static let python = OutsideProgram(name: "python3", installation: "apt install python3")
    static let bash = OutsideProgram(name: "bash", installation: "apt install bash")
    static let chromium = OutsideProgram(
        name: "chromium",
        installation: "apt install chromium (`make deps` does it)"
    )

    struct Output {
        var status: Int32
        var output: Data
        var errors: String
    }

    /// Runs the program with its input and output in files, so that neither side waits for a pipe.
    func run(_ arguments: [String], input: Data = Data(), seconds: Int = 120) throws -> Output {
        try TemporaryFolder.with { folder in
            let inputFile = folder.appending(path: "input")
            let outputFile = folder.appending(path: "output")
            let errorFile = folder.appending(path: "errors")
            for (file, data) in [(inputFile, input), (outputFile, Data()), (errorFile, Data())] {
                try data.write(to: file)
            }
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["timeout", "--kill-after=5", "\(seconds)", name] + arguments
            process.standardInput = try FileHandle(forReadingFrom: inputFile)
            process.standardOutput = try FileHandle(forWritingTo: outputFile)
            process.standardError = try FileHandle(forWritingTo: errorFile)
            try process.run()
            process.waitUntilExit()
            let status = process.terminationStatus
            try #require(status != 127, "\(name) is missing: \(installation)")
            return Output(
                status: status,
                output: try Data(contentsOf: outputFile),
                errors: String(decoding: try Data(contentsOf: errorFile), as: UTF8.self)
            )
        }
    }

    /// Runs a Python program and decodes the JSON that it prints.
    static func python<Value: Decodable>(
        _ program: String,
        _ arguments: [String] = [],
        input: Data = Data(),
        as type: Value.Type
    ) throws -> Value {
        let run = try python.run(["-c", program] + arguments, input: input)
        try #require(run.status == 0, "\(run.errors)")
        return try JSONDecoder().decode(type, from: run.output)
    }
}

/// A folder that is gone afterwards.
enum TemporaryFolder {
    static func with<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "turnstone-report-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}
