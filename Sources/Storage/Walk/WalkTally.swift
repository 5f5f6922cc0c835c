/// What a walk counted besides its entries.
package struct WalkTally: Hashable, Sendable {
    /// Files and folders that were gone between being named and being looked at; not listed.
    package var vanishedCount = 0
    /// Folders that were read.
    package var folderCount = 0

    /// A tally of nothing.
    package init() {}

    static func += (left: inout WalkTally, right: WalkTally) {
        left.vanishedCount += right.vanishedCount
        left.folderCount += right.folderCount
    }
}
