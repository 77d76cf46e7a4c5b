package check

import (
	"fmt"
	"strings"
)

// alloc returns a new emitted name. Two underscores are ours: those of the user
// are kept apart by a letter that nobody types.
func (c *checker) alloc(name string) string {
	return c.next(strings.ReplaceAll(name, "__", "_ꓸ_"))
}

// allocMethod returns a new emitted name of a method.
func (c *checker) allocMethod(recv, name string) string {
	return c.next(recv + "_" + strings.ReplaceAll(name, "__", "_ꓸ_"))
}

// next numbers a name. Numbers are given out for good once the cell has passed,
// even if it never runs: the machine may have seen the name.
func (c *checker) next(name string) string {
	n, ok := c.counts[name]
	if !ok {
		n = c.world.count[name]
	}
	c.counts[name] = n + 1
	return fmt.Sprintf("%s__%d", name, n+1)
}
