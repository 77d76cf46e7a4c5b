package safetensors

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// maxValues is how many values a tensor may have: so many that their bytes, and
// a copy of them in float64, can still be counted.
const maxValues = math.MaxInt / maxWidth

// valueCount is the product of a shape's sizes, and whether it is within
// maxValues.
func valueCount(shape []int) (count int, ok bool) {
	count = 1
	for _, n := range shape {
		if n < 0 || n > 0 && count > maxValues/n {
			return 0, false
		}
		count *= n
	}
	return count, true
}

// checkLayout sorts tensors by their place in the data and returns an error
// unless they cover all of it, each byte once.
func checkLayout(tensors []Info, data int64) error {
	slices.SortFunc(tensors, func(a, b Info) int {
		return cmp.Or(cmp.Compare(a.begin, b.begin), cmp.Compare(a.end, b.end), cmp.Compare(a.Name, b.Name))
	})
	var at int64
	for _, t := range tensors {
		switch {
		case t.end > data:
			return fmt.Errorf("tensor %s: got data up to byte %d, want at most the %d that follow the header", quoted(t.Name), t.end, data)
		case t.begin < at:
			return fmt.Errorf("tensor %s: got data from byte %d, want it behind the tensor that ends at %d", quoted(t.Name), t.begin, at)
		case t.begin > at:
			return fmt.Errorf("tensor %s: got data from byte %d, want it from %d on, without a hole", quoted(t.Name), t.begin, at)
		}
		at = t.end
	}
	if at != data {
		return fmt.Errorf("got %d bytes behind the header, want the %d of the tensors", data, at)
	}
	return nil
}
