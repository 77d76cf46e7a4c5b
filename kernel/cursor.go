package kernel

import "unicode/utf8"

// The protocol counts a cursor in Unicode code points, Go and the interpreter
// count bytes. This file has the only two functions that convert; positions
// outside the code are moved to its nearer end, because JupyterLab sends some.

// toBytes returns the offset in bytes of the cursor before code point n.
func toBytes(code string, n int) int {
	if n <= 0 {
		return 0
	}
	for offset := range code {
		if n == 0 {
			return offset
		}
		n--
	}
	return len(code)
}

// toCodePoints returns the number of code points before an offset in bytes.
func toCodePoints(code string, offset int) int {
	return utf8.RuneCountInString(code[:max(0, min(offset, len(code)))])
}
