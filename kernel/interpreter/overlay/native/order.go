package native

// Sort sorts a slice in ascending natural order.
func Sort(x any) { mustOrder(x).sort() }

// IsSorted reports whether a slice is in ascending natural order.
func IsSorted(x any) bool { return mustOrder(x).isSorted() }

// Min returns the least element of a slice that has some.
func Min(x any) any { return mustOrder(x).least() }

// Max returns the greatest element of a slice that has some.
func Max(x any) any { return mustOrder(x).greatest() }

// Compare compares two slices element by element.
func Compare(x, y any) int { return mustOrder(x).compare(mustOrder(y)) }

// BinarySearch finds target in a sorted slice, or the place for it.
func BinarySearch(x, target any) (int, bool) { return mustOrder(x).search(target) }
