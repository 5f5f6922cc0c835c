import Core
import Testing

@Suite struct MatcherTests {
    private typealias List = InventedList

    private static func picture(
        _ hash: PDQHash,
        quality: Int = 100,
        profile: FingerprintProfile = .exact,
        side: Int = 2048
    ) -> Picture {
        Picture(
            width: side,
            height: side,
            hash: hash,
            quality: quality,
            profile: profile,
            hasWarnings: false
        )
    }

    private static func digests(md5: String = String(repeating: "9", count: 32)) throws -> DigestSet
    {
        DigestSet(
            md5: try List.digest(.md5, md5),
            sha1: try List.digest(.sha1, String(repeating: "9", count: 40)),
            sha256: try List.digest(.sha256, String(repeating: "9", count: 64))
        )
    }

    /// The hash with its first `count` bits turned.
    private static func turned(_ hash: PDQHash, _ count: Int) -> PDQHash {
        var words = hash.words
        for bit in 0..<count { words[bit / 64] ^= 1 << UInt64(bit % 64) }
        return PDQHash(words: words)
    }

    private static func needsExact(
        _ matcher: Matcher,
        _ picture: Picture,
        digests: DigestSet,
        variants: [PictureVariant: PDQHash] = [:]
    ) -> Bool {
        matcher.needExact([ScreenedPicture(picture, digests: digests, variants: variants)])[0]
    }

    private static func matcher(
        _ text: String,
        _ settings: ListSettings = ListSettings()
    ) throws -> Matcher {
        Matcher(lists: [MatcherList(list: try List.opened(text), settings: settings)])
    }

    @Test func `a distance of 31 matches and 32 does not`() throws {
        let hash = try #require(PDQHash(hex: List.pdq))
        let matcher = try Self.matcher("pdq \(List.pdq)\n")
        for (distance, count) in [(0, 1), (31, 1), (32, 0), (256, 0)] {
            let picture = Self.picture(Self.turned(hash, distance))
            let matching = matcher.matches(digests: try Self.digests(), picture: picture)
            #expect(matching.matches.count == count)
            #expect(matching.matches.first?.distance ?? distance == distance)
        }
        let wide = try Self.matcher("pdq \(List.pdq)\n", ListSettings(threshold: 256))
        let farthest = Self.picture(Self.turned(hash, 256))
        #expect(
            wide.matches(digests: try Self.digests(), picture: farthest).matches.first?.distance
                == 256
        )
    }

    @Test func `an entry's own threshold goes before the list's, both ways`() throws {
        let hash = try #require(PDQHash(hex: List.pdq))
        let far = Self.turned(hash, 200).hex
        let text = "kind,hash,threshold\npdq,\(List.pdq),3\npdq,\(far),190\n"
        let matcher = try Self.matcher(text)
        func entries(_ distance: Int) throws -> [Int] {
            let picture = Self.picture(Self.turned(hash, distance))
            return matcher.matches(digests: try Self.digests(), picture: picture).matches
                .map(\.entry)
        }
        #expect(try entries(3) == [0])
        #expect(try entries(4) == [])
        #expect(try entries(9) == [])
        #expect(try entries(10) == [1])
    }

    @Test func `a quality of 50 is matched and 49 is low`() throws {
        let hash = try #require(PDQHash(hex: List.pdq))
        let matcher = try Self.matcher("pdq \(List.pdq)\n")
        let good = matcher.matches(
            digests: try Self.digests(),
            picture: Self.picture(hash, quality: 50)
        )
        #expect(good.matches.count == 1 && !good.isLowQuality)
        let low = matcher.matches(
            digests: try Self.digests(),
            picture: Self.picture(hash, quality: 49)
        )
        #expect(low.matches.isEmpty && low.isLowQuality)
    }

    @Test func `low quality is under the floor of every list that has PDQ hashes`() throws {
        let hash = try #require(PDQHash(hex: List.pdq))
        let pdq = try List.opened("pdq \(List.pdq)\n")
        let md5 = try List.opened(List.md5)
        func isLow(_ lists: [(CompiledList, Int)]) throws -> Bool {
            let matcher = Matcher(
                lists: lists.map {
                    MatcherList(list: $0.0, settings: ListSettings(qualityFloor: $0.1))
                }
            )
            return matcher.matches(
                digests: try Self.digests(),
                picture: Self.picture(hash, quality: 40)
            ).isLowQuality
        }
        #expect(try isLow([(pdq, 41), (pdq, 60)]))
        #expect(try !isLow([(pdq, 41), (pdq, 40)]))
        #expect(try isLow([(pdq, 41), (md5, 0)]))
        #expect(try !isLow([(md5, 50)]))
        #expect(try !isLow([]))
        let none = Matcher(lists: [MatcherList(list: pdq, settings: ListSettings())])
        #expect(!none.matches(digests: try Self.digests(), picture: nil).isLowQuality)
    }

    @Test func `digests match without a picture and whatever its quality`() throws {
        let matcher = try Self.matcher("kind,hash\npdq,\(List.pdq)\nmd5,\(List.md5)\n")
        let expected = [
            Match(list: 0, entry: 1, kind: .md5, distance: 0, variant: .original)
        ]
        let digests = try Self.digests(md5: List.md5)
        #expect(matcher.matches(digests: digests, picture: nil).matches == expected)
        let hash = try #require(PDQHash(hex: List.pdq))
        let low = Self.picture(hash, quality: 0)
        #expect(matcher.matches(digests: digests, picture: low).matches == expected)
    }

    @Test func `a digest that was not made is not compared`() throws {
        let matcher = try Self.matcher("kind,hash\nmd5,\(List.md5)\n")
        let digests = try Self.digests(md5: List.md5)
        let hash = try #require(PDQHash(hex: List.pdq))
        let screened = Self.picture(hash, profile: .screenedHalf)
        for (kinds, isFound) in [
            (.all, true), (.md5, true), (.sha1, false), ([], false), ([.sha1, .sha256], false),
        ] as [(DigestKinds, Bool)] {
            let some = digests.only(kinds)
            #expect(matcher.matches(digests: some, picture: nil).matches.isEmpty != isFound)
            #expect(Self.needsExact(matcher, screened, digests: some) == isFound)
        }
    }

    @Test func `of several variants the nearest counts, of equal ones the lower`() throws {
        let hash = try #require(PDQHash(hex: List.pdq))
        let matcher = try Self.matcher("pdq \(List.pdq)\n")
        let variants: [PictureVariant: PDQHash] = [
            .original: Self.turned(hash, 20), .rotate180: Self.turned(hash, 5),
            .mirror: Self.turned(hash, 5), .rotate90: Self.turned(hash, 200),
        ]
        let matching = matcher.matches(
            digests: try Self.digests(),
            picture: Self.picture(Self.turned(hash, 20)),
            variants: variants
        )
        #expect(
            matching.matches == [
                Match(list: 0, entry: 0, kind: .pdq, distance: 5, variant: .rotate180)
            ]
        )
    }

    @Test func `the nearest thousand are kept and the rest is counted`() throws {
        let hash = try #require(PDQHash(hex: List.pdq))
        let lines = (0..<1500).map { "pdq \(Self.turned(hash, $0 % 30).hex) \($0)" }
        let list = try List.opened(lines.joined(separator: "\n"))
        let matcher = Matcher(
            lists: [
                MatcherList(list: list, settings: ListSettings()),
                MatcherList(list: try List.opened(List.md5), settings: ListSettings()),
            ]
        )
        let matching = matcher.matches(
            digests: try Self.digests(md5: List.md5),
            picture: Self.picture(hash)
        )
        #expect(matching.matches.count == 1000)
        #expect(matching.leftOutCount == 501)
        // 50 entries at each distance: all to 18, and 49 of 19 beside the digest.
        #expect(matching.matches.map(\.distance).max() == 19)
        #expect(matching.matches.last?.list == 1)
        #expect(matching.matches.filter { $0.distance == 19 }.map(\.entry).max() == 19 + 30 * 48)
    }

    @Test(arguments: [
        (FingerprintProfile.screenedWhole, 2048, 16), (.screenedHalf, 2048, 8),
        (.screenedHalf, 510, 12),
        (.screenedEighth, 2048, 8), (.screenedEighth, 2040, 16), (.draftHalf, 2048, 16),
    ])
    func `a screened picture needs its exact hash within threshold and margin`(
        profile: FingerprintProfile,
        side: Int,
        margin: Int
    ) throws {
        let hash = try #require(PDQHash(hex: List.pdq))
        let matcher = try Self.matcher("pdq \(List.pdq)\n")
        for (distance, isNeeded) in [(0, true), (31 + margin, true), (32 + margin, false)] {
            let turned = Self.turned(hash, distance)
            let picture = Self.picture(turned, profile: profile, side: side)
            let digests = try Self.digests()
            #expect(
                Self.needsExact(matcher, picture, digests: digests) == isNeeded,
                "\(distance) bits"
            )
            // The variant that is near is as good as the original.
            let far = Self.picture(Self.turned(hash, 256), profile: profile, side: side)
            let variants = [PictureVariant.rotate90: turned]
            #expect(
                Self.needsExact(matcher, far, digests: digests, variants: variants) == isNeeded
            )
        }
        #expect(!Self.needsExact(matcher, Self.picture(hash), digests: try Self.digests()))
    }

    @Test func `a screened picture needs its exact hash where its quality decides`() throws {
        let hash = try #require(PDQHash(hex: List.pdq))
        let far = Self.turned(hash, 256)
        for (floor, quality, isNeeded) in [
            (50, 34, false), (50, 35, true), (50, 60, true), (50, 61, false), (90, 74, false),
            (90, 75, true), (90, 100, true), (0, 0, true), (0, 60, true), (0, 61, false),
        ] {
            let settings = ListSettings(qualityFloor: floor)
            let matcher = try Self.matcher("pdq \(List.pdq)\n", settings)
            let picture = Self.picture(far, quality: quality, profile: .screenedHalf)
            #expect(
                Self.needsExact(matcher, picture, digests: try Self.digests()) == isNeeded,
                "\(quality) at \(floor)"
            )
        }
        // A list of digests says nothing of qualities, but a finding tells the exact hash.
        let listed = try Self.matcher(List.md5)
        let uncertain = Self.picture(far, quality: 50, profile: .screenedHalf)
        #expect(!Self.needsExact(listed, uncertain, digests: try Self.digests()))
        #expect(Self.needsExact(listed, uncertain, digests: try Self.digests(md5: List.md5)))
    }

    @Test func `screened pictures are asked about together, each for itself`() throws {
        let hash = try #require(PDQHash(hex: List.pdq))
        let other = Self.turned(hash, 128)
        let lists = try [("pdq \(List.pdq)", 50), ("pdq \(other.hex)", 90)].map {
            MatcherList(list: try List.opened($0.0), settings: ListSettings(qualityFloor: $0.1))
        }
        let matcher = Matcher(lists: lists)
        var pictures: [ScreenedPicture] = []
        for profile in FingerprintProfile.allCases {
            for distance in [0, 40, 44, 48, 64, 128] {
                for quality in [61, 100] {
                    let turned = Self.turned(hash, distance)
                    let picture = Self.picture(turned, quality: quality, profile: profile)
                    pictures.append(ScreenedPicture(picture, digests: try Self.digests()))
                }
            }
        }
        let answers = matcher.needExact(pictures)
        #expect(answers == pictures.map { matcher.needExact([$0])[0] })
        #expect(Set(answers) == [true, false])
        #expect(matcher.needExact([]) == [])
    }

    @Test func `a screened picture has no match of its own`() throws {
        let hash = try #require(PDQHash(hex: List.pdq))
        let matcher = try Self.matcher("kind,hash\npdq,\(List.pdq)\nmd5,\(List.md5)\n")
        let picture = Self.picture(hash, profile: .screenedEighth)
        let matching = matcher.matches(
            digests: try Self.digests(md5: List.md5),
            picture: picture
        )
        #expect(matching.matches.map(\.kind) == [.md5])
    }
}
