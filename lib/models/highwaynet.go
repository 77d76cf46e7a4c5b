package models

// HighwayNet builds a network whose blocks weigh what their branch makes of a state
// against the state (Srivastava et al. 2015): see [Highway].
//
// Depth, branches and all else are a [ResNet]'s, so that the two compare; the published
// networks have one plain layer for a branch. The gate of a block is a convolution more,
// beside the branch, and does not count for the depth.
func HighwayNet(c Config) (*Net, error) { return makeNet("Highway", c) }
