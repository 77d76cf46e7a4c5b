package models

// Estimate is what the size of a network is estimated at before it is built.
func (n *Net) Estimate() float64 {
	params, _ := n.family.stepped(n.config).size()
	return params
}
