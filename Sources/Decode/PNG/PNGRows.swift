internal import CKernels
internal import Core

/// The rows of a PNG picture from its inflated data.
// SAFETY: the inflated data has the layout's size, is no one else's and outlives the struct, which
// never leaves a call; the struct alone owns its other memory.
@safe struct PNGRows: ~Copyable {
    let hasWarnings: Bool
    private let width: Int
    private let height: Int
    private let layout: PNGLayout
    private let kernels: UnsafePointer<kernel_png>
    private let inflated: UnsafeMutableBufferPointer<UInt8>
    /// For a value of a picture of one channel, or of two, its R, G and B from the low byte up.
    private let table: [UInt32]
    /// The last row that was read, and room for the next ``rowCountMax``.
    private let rows: UnsafeMutablePointer<UInt8>
    /// A row of one pass in its final format, if there are several.
    private let passRow: UnsafeMutablePointer<UInt8>
    private var nextRow = 0

    /// Rows that are read at once: two waves of the kernel.
    private static let rowCountMax = 8

    /// The rows of `inflated`, which is overwritten.
    init(
        _ inflated: UnsafeMutableBufferPointer<UInt8>,
        header: PNGHeader,
        layout: PNGLayout,
        contents: PNGContents,
        level: KernelLevel = .best
    ) throws(DecodeError) {
        precondition(inflated.count == layout.inflatedByteCount, "the data is the whole picture")
        guard let kernels = unsafe kernel_png(kernel_level(level.rawValue)), level.isSupported
        else { preconditionFailure("this processor cannot run the kernels of level \(level)") }
        (width, height, hasWarnings) = (header.width, header.height, contents.hasWarnings)
        self.layout = layout
        unsafe self.kernels = unsafe kernels
        unsafe self.inflated = unsafe inflated
        table = layout.colors(palette: contents.palette)
        let rowByteCount = layout.passes.map(\.rowByteCount).max() ?? 0
        unsafe rows = .allocate(capacity: (1 + PNGRows.rowCountMax) * rowByteCount)
        unsafe passRow = .allocate(capacity: layout.passes.count > 1 ? 3 * header.width : 1)
        unsafe rows.initialize(repeating: 0, count: rowByteCount)
        if layout.passes.count > 1 {
            for pass in layout.passes { try unfilter(pass) }
        }
    }

    deinit {
        unsafe rows.deallocate()
        unsafe passRow.deallocate()
    }

    var isGrey: Bool { layout.color == .grey || layout.color == .greyAlpha }

    /// Reads the next rows, without space between them.
    mutating func rows(
        _ count: Int,
        as format: RowFormat,
        to buffer: UnsafeMutableBufferPointer<UInt8>
    ) throws(DecodeError) {
        let rowByteCount = width * format.rawValue
        precondition(format == .rgb || isGrey, "colours have no luma of their own")
        precondition(buffer.count >= count * rowByteCount, "the rows fit the buffer")
        precondition(nextRow + count <= height, "the picture has no more rows")
        guard let start = buffer.baseAddress else { return }
        var done = 0
        while done < count {
            let target = unsafe start + done * rowByteCount
            if layout.passes.count > 1 {
                unsafe compose(row: nextRow, as: format, to: target)
                done += 1
                nextRow += 1
            } else {
                let some = min(PNGRows.rowCountMax, count - done)
                unsafe try next(some, as: format, to: target)
                done += some
                nextRow += some
            }
        }
    }

    /// Begins with the first row again.
    mutating func restart() {
        nextRow = 0
        unsafe rows.update(repeating: 0, count: layout.passes[0].rowByteCount)
    }

    /// Reads rows of a picture that is not interlaced.
    private func next(
        _ count: Int,
        as format: RowFormat,
        to buffer: UnsafeMutablePointer<UInt8>
    ) throws(DecodeError) {
        let pass = layout.passes[0]
        let rowByteCount = pass.rowByteCount
        let isFinal =
            layout.depth == 8 && layout.color == (format == .luma ? .grey : .rgb)
        let target = unsafe isFinal ? buffer : rows + rowByteCount
        unsafe try unfilter(pass, row: nextRow, count: count, to: target)
        unsafe rows.update(from: target + (count - 1) * rowByteCount, count: rowByteCount)
        guard !isFinal else { return }
        for row in 0..<count {
            unsafe convert(
                target + row * rowByteCount,
                count: width,
                as: format,
                to: buffer + row * width * format.rawValue
            )
        }
    }

    /// Undoes the filters of a few rows of a pass below the one that ``rows`` begins with.
    private func unfilter(
        _ pass: PNGPass,
        row: Int,
        count: Int,
        to target: UnsafeMutablePointer<UInt8>
    ) throws(DecodeError) {
        let stride = pass.rowByteCount + 1
        let first = pass.offset + row * stride
        for index in 0..<count {
            guard unsafe inflated[first + index * stride] <= 4 else {
                throw .damaged("bad adaptive filter value")
            }
        }
        guard let start = unsafe inflated.baseAddress else { return }
        unsafe kernels.pointee.unfilter(
            start + first,
            pass.rowByteCount,
            layout.step,
            count,
            rows,
            target
        )
    }

    /// Undoes the filters of a whole pass, in its place and without the filters' names.
    private func unfilter(_ pass: PNGPass) throws(DecodeError) {
        guard let start = unsafe inflated.baseAddress else { return }
        let target = unsafe rows + pass.rowByteCount
        unsafe rows.update(repeating: 0, count: pass.rowByteCount)
        var row = 0
        while row < pass.height {
            let count = min(PNGRows.rowCountMax, pass.height - row)
            unsafe try unfilter(pass, row: row, count: count, to: target)
            let place = unsafe start + pass.offset + row * pass.rowByteCount
            unsafe place.update(from: target, count: count * pass.rowByteCount)
            unsafe rows.update(
                from: target + (count - 1) * pass.rowByteCount,
                count: pass.rowByteCount
            )
            row += count
        }
    }

    /// Puts a row of an interlaced picture together from the passes.
    private func compose(
        row: Int,
        as format: RowFormat,
        to buffer: UnsafeMutablePointer<UInt8>
    ) {
        guard let start = unsafe inflated.baseAddress else { return }
        for pass in layout.passes
        where row >= pass.row && (row - pass.row) % pass.rowStep == 0 {
            let index = (row - pass.row) / pass.rowStep
            let source = unsafe start + pass.offset + index * pass.rowByteCount
            guard pass.columnStep > 1 else {
                unsafe convert(source, count: pass.width, as: format, to: buffer)
                continue
            }
            unsafe convert(source, count: pass.width, as: format, to: passRow)
            unsafe spread(pass, as: format, to: buffer)
        }
    }

    /// Puts the pixels of ``passRow`` where they are in the picture.
    private func spread(
        _ pass: PNGPass,
        as format: RowFormat,
        to buffer: UnsafeMutablePointer<UInt8>
    ) {
        for pixel in 0..<pass.width {
            let column = pass.column + pixel * pass.columnStep
            switch format {
            case .luma: unsafe buffer[column] = passRow[pixel]
            case .rgb:
                unsafe buffer[3 * column] = passRow[3 * pixel]
                unsafe buffer[3 * column + 1] = passRow[3 * pixel + 1]
                unsafe buffer[3 * column + 2] = passRow[3 * pixel + 2]
            }
        }
    }

    /// Pixels in their final format.
    private func convert(
        _ pixels: UnsafePointer<UInt8>,
        count: Int,
        as format: RowFormat,
        to buffer: UnsafeMutablePointer<UInt8>
    ) {
        let depth = layout.depth
        switch layout.color {
        case .rgb, .rgba:
            unsafe kernels.pointee.truecolor(pixels, count, layout.step, depth / 8, buffer)
        case .grey, .greyAlpha, .palette:
            unsafe kernels.pointee.table(
                pixels,
                count,
                layout.step,
                min(depth, 8),
                table,
                format.rawValue,
                buffer
            )
        }
    }
}

extension PNGLayout {
    /// What ``PNGRows`` looks a picture's values up in. Values past a palette's end are black, as
    /// libpng has it.
    fileprivate func colors(palette: [UInt8]) -> [UInt32] {
        var table = [UInt32](repeating: 0, count: 256)
        switch color {
        case .rgb, .rgba: break
        case .grey, .greyAlpha:
            let white = depth < 8 ? 1 << depth - 1 : 255
            for value in 0...white { table[value] = 0x01_0101 * UInt32(value * 255 / white) }
        case .palette:
            for (index, value) in palette.enumerated() {
                table[index / 3] |= UInt32(value) << UInt32(8 * (index % 3))
            }
        }
        return table
    }
}
