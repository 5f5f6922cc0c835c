import Core
import Foundation
import TestSupport
import Testing

@testable import Decode

/// Pictures of which scaled, unfinished or unclamped luma says something else than all pixels do:
/// dithered, noisy, striped, of strong colours and so on, made by Tests/Oracle/make_difficult.py.
@Suite struct `Difficult pictures` {
    /// A made file with its exact hash and quality by pdqhash over Pillow.
    struct Made: Codable {
        let file: String
        let kind: String
        let pdq: String
        let quality: Int
    }

    /// The quality floor of a list, where nothing else is said.
    static let floor = 50

    static func made(in folder: TestFolder) throws -> [Made] {
        let ended = try Programs.oracle("make_difficult.py", [folder.path])
        try #require(ended.ending == .code(0), "\(ended)")
        return try ended.output.split(separator: "\n").map { line in
            try JSONDecoder().decode(Made.self, from: Data(line.utf8))
        }
    }

    static func picture(
        of made: Made,
        in folder: TestFolder,
        by decoder: inout PictureDecoder,
        exact: Bool
    ) throws -> Picture {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: folder.path(made.file))))
        return try decoder.decode(bytes, exact: exact).picture
    }

    @Test(.timeLimit(.minutes(5)))
    func `screening is within its margin, or leaves them to be decoded in full`() throws {
        let folder = try TestFolder()
        var decoder = PictureDecoder()
        var screened: [FingerprintProfile: Int] = [:]
        for made in try Self.made(in: folder) {
            let found = try Self.picture(of: made, in: folder, by: &decoder, exact: false)
            let exact = try #require(PDQHash(hex: made.pdq))
            let bits = found.hash.distance(to: exact)
            let what = "\(made.file): \(bits) bits, quality \(found.quality) for \(made.quality)"
            #expect(found.profile != .exact || made.kind != "ordinary", "\(what)")
            // No screened quality says anything of them.
            #expect(found.profile == .exact || made.kind != "fine colours over a flat Y", "\(what)")
            if found.profile == .exact {
                #expect(bits == 0 && found.quality == made.quality, "\(what)")
            } else if Screening.isUncertain(found, floor: Self.floor) {
                continue
            } else if found.quality < Self.floor {
                #expect(made.quality < Self.floor, "\(what)")
            } else {
                screened[found.profile, default: 0] += 1
                let margin = Screening.margin(of: found)
                #expect(made.quality < Self.floor || bits <= margin, "\(what)")
            }
        }
        // Else the rules would hold by having everything decoded in full.
        for profile in [FingerprintProfile.screenedWhole, .screenedHalf, .screenedEighth] {
            #expect(screened[profile, default: 0] > 1, "\(profile): \(screened)")
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `each is screened as if no other had come before`() throws {
        let folder = try TestFolder()
        let all = try Self.made(in: folder)
        let noisy = try #require(all.first { $0.kind == "noise in the colours" })
        #expect(all.contains { $0.kind == "grey, progressive" })
        var decoder = PictureDecoder()
        for made in all {
            var fresh = PictureDecoder()
            // Of its colours nothing may be left behind.
            _ = try Self.picture(of: noisy, in: folder, by: &decoder, exact: false)
            let found = try Self.picture(of: made, in: folder, by: &decoder, exact: false)
            let alone = try Self.picture(of: made, in: folder, by: &fresh, exact: false)
            #expect(found == alone, "\(made.file)")
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `asked for exactly, each has pdqhash's hash and quality`() throws {
        let folder = try TestFolder()
        var decoder = PictureDecoder()
        for made in try Self.made(in: folder) {
            let found = try Self.picture(of: made, in: folder, by: &decoder, exact: true)
            #expect(found.hash.hex == made.pdq && found.quality == made.quality, "\(made.file)")
        }
    }
}
