import Core
import Testing

@Suite struct FileEntryTests {
    @Test func `paths are ordered by their bytes, unsigned, in no locale`() {
        let paths: [EntryPath] = [
            EntryPath([0xFF]), EntryPath("a/b"), EntryPath("é"), EntryPath("a"), EntryPath("B"),
            EntryPath("a.b"), EntryPath([]), EntryPath("a\nb"),
        ]
        #expect(
            paths.sorted() == [
                EntryPath([]), EntryPath("B"), EntryPath("a"), EntryPath("a\nb"), EntryPath("a.b"),
                EntryPath("a/b"), EntryPath("é"), EntryPath([0xFF]),
            ]
        )
    }

    @Test func `names that only look the same are two paths`() {
        #expect(EntryPath("\u{E9}") != EntryPath("e\u{301}"))
    }
}
