// Package paths counts the paths of a residual network (Veit et al. 2016,
// sections 3 and 5).
//
// A block adds its branch to what comes in, y = x + f(x). Written out for three
// blocks that is a sum over all ways through the network:
//
//	y₃ = y₂ + f₃(y₂)
//	   = [y₁ + f₂(y₁)] + f₃(y₁ + f₂(y₁))
//	   = [y₀ + f₁(y₀) + f₂(y₀ + f₁(y₀))] + f₃(y₀ + f₁(y₀) + f₂(y₀ + f₁(y₀)))
//
// Every block is either taken or skipped, so n blocks have 2ⁿ paths, and
//
//	C(n, k) = n! / (k!·(n−k)!)
//
// of them go through k blocks, a binomial distribution around n/2. [Lengths]
// returns it; the ResNet-110 of the paper has n = 54.
//
//	d, err := paths.Lengths(54)
//	d.Mass(19, 35)          // 0.980: almost all paths are of middling length
//	d.Mass(5, 17)           // 0.0045: the paths that carry the gradient are few
//
// # What a deletion leaves
//
// Deleting a block halves the paths, and deleting d of them leaves 2ⁿ⁻ᵈ. Short
// paths survive more often: of those with k blocks, [Remaining] is the share
// C(n−d, k)/C(n, k) that does not go through any of the deleted ones (figure 7).
//
// # Why exact integers
//
// C(54, 27) has 16 digits, and C(200, 100) sixty. Counts are big integers and
// shares are divided once, at the end, so every figure is right to the last bit
// of a float64.
package paths
