package lesion

import "cmp"

// arrangement says for each place in a network whose block computes the branch
// there: the place's own, that of another block, or nobody's.
type arrangement []int

// gone stands at a place whose block is deleted.
const gone = -1

// whole is the arrangement of a network that nobody has touched.
func whole(n int) arrangement {
	a := make(arrangement, n)
	for i := range a {
		a[i] = i
	}
	return a
}

// without is the network with some blocks deleted.
func without(n int, blocks []int) arrangement {
	a := whole(n)
	for _, b := range blocks {
		a[b] = gone
	}
	return a
}

// compare orders arrangements so that each shares with the one before it as many
// places in front as with any before that: as words in a dictionary do. The
// whole network is first, then comes what is changed at the last places.
func (a arrangement) compare(b arrangement) int {
	at := a.shared(b)
	if at == len(a) {
		return 0
	}
	return cmp.Compare(a.letter(at), b.letter(at))
}

// letter is what stands at a place, such that the place's own block comes first.
func (a arrangement) letter(i int) int {
	if a[i] == i {
		return gone - 1
	}
	return a[i]
}

// shared counts the places in front at which two arrangements agree.
func (a arrangement) shared(b arrangement) int {
	for i := range a {
		if a[i] != b[i] {
			return i
		}
	}
	return len(a)
}

// branches counts the residual branches to compute.
func (a arrangement) branches() int {
	n := 0
	for _, b := range a {
		if b != gone {
			n++
		}
	}
	return n
}

// deleted lists the blocks that are gone.
func (a arrangement) deleted() []int {
	var blocks []int
	for i, b := range a {
		if b == gone {
			blocks = append(blocks, i)
		}
	}
	return blocks
}
