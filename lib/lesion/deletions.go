package lesion

// Deletions is the outcome of deleting each block of a network in turn
// (Veit et al. 2016, section 4.1, figure 3).
type Deletions struct {
	Network string
	Base    float64 // top-1 test error in percent of the whole network
	Blocks  []Deletion
	Samples int // test images behind each figure
}

// Deletion is the network without one block.
type Deletion struct {
	Block      int     // 0-based position in the network
	Name       string  // torch-style, such as layer2.0
	Stage      int     // 0-based
	Transition bool    // the block changes the shape: its shortcut stays when it is deleted
	Error      float64 // top-1 test error in percent
	Loss       float64 // mean cross-entropy
}
