/// The lower median, by Hoare's selection: sorting takes many times as long as it.
enum Median {
    /// The value that a half of all are not above: the 128th smallest of 256. There is one value at
    /// least, and none is NaN.
    static func lower(of values: [Float]) -> Float {
        precondition(!values.isEmpty, "nothing has no median")
        let middle = (values.count - 1) / 2
        var values = values
        return unsafe values.withUnsafeMutableBufferPointer { values in
            var (first, last) = (0, values.count - 1)
            while first < last {
                let pivot = unsafe values[(first + last) / 2]
                var (low, high) = (first, last)
                while low <= high {
                    while unsafe values[low] < pivot { low += 1 }
                    while unsafe pivot < values[high] { high -= 1 }
                    if low <= high {
                        unsafe values.swapAt(low, high)
                        low += 1
                        high -= 1
                    }
                }
                // Between the two stands what is equal to the pivot.
                if middle <= high {
                    last = high
                } else if middle >= low {
                    first = low
                } else {
                    break
                }
            }
            return unsafe values[middle]
        }
    }
}
