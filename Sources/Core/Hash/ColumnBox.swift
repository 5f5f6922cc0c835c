internal import CKernels

/// A box filter down the columns of a picture whose rows come one after the other.
///
/// It keeps as many rows as its window has, not the picture. The order of operations in a column is
/// the reference's: add the row that enters, subtract the one that leaves, divide by the count.
// SAFETY: the struct alone owns its memory, and rows are counted: no index leaves a buffer.
@safe struct ColumnBox: ~Copyable {
    /// Rows that can be taken at once.
    static let rowCountMax = 8

    /// Rows of the picture.
    private let height: Int
    /// Floats a row, a multiple of eight.
    private let stride: Int
    /// Rows in the filter's window: the picture's height divided by 128, rounded up.
    private let window: Int
    private let kernels: UnsafePointer<kernel_pdq>
    /// The rows of the window and those that enter it next; row y is at y modulo `slotCount`.
    private let slots: UnsafeMutablePointer<Float>
    private let slotCount: Int
    private let sums: UnsafeMutablePointer<Float>
    private let steps: UnsafeMutablePointer<kernel_column_step>
    /// Rows added so far, then steps past the last row.
    private var position = 0

    init(height: Int, stride: Int, kernels: UnsafePointer<kernel_pdq>) {
        self.height = height
        self.stride = stride
        window = PDQGeometry.window(height)
        unsafe self.kernels = unsafe kernels
        slotCount = window + ColumnBox.rowCountMax
        unsafe slots = .zeros(slotCount * stride)
        unsafe sums = .zeros(stride)
        unsafe steps = .allocate(capacity: ColumnBox.rowCountMax)
    }

    deinit {
        unsafe slots.deallocate()
        unsafe sums.deallocate()
        unsafe steps.deallocate()
    }

    /// Output rows that are not written yet when every input row was taken.
    var isDrained: Bool { position == height + window / 2 }

    /// Where the input row goes that comes `index` rows after the last one taken.
    func input(_ index: Int) -> UnsafeMutablePointer<Float> {
        unsafe slots + (position + index) % slotCount * stride
    }

    /// Takes `count` rows, one to eight, that were written to ``input(_:)``; past the last row it
    /// lets rows leave the window. `output` says where an output row goes, `nil` for nowhere; it
    /// is asked for each row once, from 0 on.
    mutating func advance(
        _ count: Int,
        output: (Int) -> UnsafeMutablePointer<Float>?
    ) {
        for step in 0..<count {
            let row = position + step
            let isInside = row < height
            let written = row - window / 2
            unsafe steps[step] = unsafe kernel_column_step(
                added: isInside ? UnsafePointer(slots + row % slotCount * stride) : nil,
                subtracted: row >= window
                    ? UnsafePointer(slots + (row - window) % slotCount * stride) : nil,
                output: written >= 0 ? output(written) : nil,
                count: Float(isInside ? min(row + 1, window) : window - (row - height + 1))
            )
        }
        unsafe kernels.pointee.columns(sums, stride, steps, count)
        position += count
    }

    /// Lets up to eight rows leave the window after the last row was taken; returns their number.
    mutating func drain(output: (Int) -> UnsafeMutablePointer<Float>?) -> Int {
        let count = min(ColumnBox.rowCountMax, height + window / 2 - position)
        unsafe advance(count, output: output)
        return count
    }
}
