package check

import (
	"fmt"
	"strings"
)

// An older thing whose name means something else by now is declared under a
// name that no cell can write, and that reads well in a message: T of In[1].

const ofMark = " of In["

func ofCell(number int) string { return fmt.Sprintf("%s%d]", ofMark, number) }

// plain returns the name without where it came from.
func plain(name string) string {
	if i := strings.Index(name, " of "); i >= 0 {
		return name[:i]
	}
	return name
}
