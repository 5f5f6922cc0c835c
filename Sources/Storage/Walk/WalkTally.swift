package import Core

/// What a walk counted besides its entries.
package struct WalkTally: Hashable, Sendable {
    /// Files and folders that were gone between being named and being looked at; not listed.
    package var vanishedCount = 0
    /// Folders that were read.
    package var folderCount = 0

    /// Positions of the exclusions that something was passed over by.
    package var usedExcludes: Set<Int> = []
    /// Lists of which every line ends with CR LF.
    package var listsWithCarriageReturns: Set<EntryPath> = []

    /// A tally of nothing.
    package init() {}

    static func += (left: inout WalkTally, right: WalkTally) {
        left.vanishedCount += right.vanishedCount
        left.folderCount += right.folderCount
        left.usedExcludes.formUnion(right.usedExcludes)
        left.listsWithCarriageReturns.formUnion(right.listsWithCarriageReturns)
    }
}
