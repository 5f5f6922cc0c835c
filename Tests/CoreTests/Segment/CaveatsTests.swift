import Core
import Testing

@Suite struct CaveatsTests {
    @Test func `pictures of low quality and those with warnings are counted each by itself`() {
        func row(_ isLowQuality: Bool, _ hasWarnings: Bool) -> SegmentRow {
            let picture = InventedRows.picture(quality: 60, hasWarnings: hasWarnings)
            return SegmentRow(
                outcome: .image,
                isLowQuality: isLowQuality,
                format: .jpeg,
                size: 1,
                mtimeNanoseconds: 0,
                fingerprint: InventedRows.fingerprint(picture)
            )
        }
        let other = SegmentRow(
            outcome: .other,
            size: 1,
            mtimeNanoseconds: 0,
            fingerprint: InventedRows.fingerprint()
        )
        let rows = [row(true, true), row(true, false), row(true, false), row(false, true), other]
        let segment = Segment(shard: ShardID(0), epoch: Epoch(1), rows: rows)
        #expect(segment.caveats == Caveats(lowQuality: 3, withWarnings: 2))
        #expect(Segment(shard: ShardID(0), epoch: Epoch(1), rows: [other]).caveats == Caveats())
    }
}
