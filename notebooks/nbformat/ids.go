package nbformat

import (
	"crypto/sha256"
	"fmt"
	"regexp"
)

var usableID = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,64}$`)

// repairIDs gives an id to every cell that has none, a malformed one, or that
// of an earlier cell.
func repairIDs(cells []*Cell) {
	taken := map[string]bool{}
	for _, c := range cells {
		if !usableID.MatchString(c.ID) || taken[c.ID] {
			c.ID = ""
		}
		taken[c.ID] = true
	}
	for i, c := range cells {
		for salt := 0; c.ID == ""; salt++ {
			sum := sha256.Sum256(fmt.Appendf(nil, "%d %d %s %s", i, salt, c.Type, c.Source))
			if id := fmt.Sprintf("%x", sum[:4]); !taken[id] {
				c.ID = id
				taken[id] = true
			}
		}
	}
}

// stripTransient removes what belongs to a program that had the notebook open
// and not into its file.
func stripTransient(nb *Notebook) {
	for _, key := range []string{"orig_nbformat", "orig_nbformat_minor", "signature"} {
		delete(nb.Metadata, key)
	}
	for _, c := range nb.Cells {
		delete(c.Metadata, "trusted")
	}
}
