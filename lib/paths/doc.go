// Package paths counts the paths of a residual network, and follows the gradient back
// along them (Veit et al. 2016, sections 3 and 5).
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
// [Lesion] counts what a given set of blocks takes away.
//
// # Which paths carry gradient
//
// [Study.GradientByLength] goes forward through the whole network, and back through
// the branches of exactly k blocks and the shortcuts of all others. The norm of what
// reaches the input decays exponentially with k ([Gradients.Fit]). Times the number of
// paths of a length, that is what the gradient comes by ([Gradients.Product]): mostly
// short paths, which are few.
//
//	study := paths.Study{Net: net, Data: digits.Train}
//	g, err := study.GradientByLength(ctx, paths.Sampling{})
//	g.Fit()                     // factor per block, correlation
//	g.Product().Effective(.95)  // lengths with 95 % of the gradient, and their share of all paths
//
// The effective paths are here those in the central interval with 95 % of the
// product. The paper gives no threshold for its 5 to 17.
//
// # Why the sum over paths is the gradient
//
// The derivative of a block is that of its shortcut plus that of its branch. Of n
// blocks it is a product of n sums, which multiplied out has a term for each path,
// however nonlinear the branches: [Study.Enumerate] follows all of them through a small
// network and compares. Forward there is no such identity. A branch sees the sum of
// what comes by all paths, and only if it is linear does it make a sum of that:
// [Unravel] computes both sides.
//
// # Are paths independent?
//
// [Study.Activations] takes the network as linear in the neighbourhood of each image x.
// The activation of a path is then what it contributes to the logit z of the image's
// class, ⟨∂z/∂x along the path, x⟩, and [Activations.Correlation] says how the activations
// of two paths vary together from image to image. (The outputs of branches would be
// another choice; but those of different stages differ in shape, and each is what all
// paths up to there have made together.) In the trained networks below, paths of
// 3 to 11 blocks show hardly more correlation than independent ones would by chance: a
// mean absolute value of .06 to .08, where chance has .05, and it makes little
// difference how many blocks two paths share. Paths of one block show .14 to .16, paths
// of 27 blocks .11 to .14.
//
// # What to expect
//
// A ResNet-110 of width 8, trained on the digits for eight epochs; two seeds of split,
// weights and batches; 20 paths of each length, drawn with seed 1, 16 images each. The
// factor is what one more block multiplies the norm by, r the correlation of length and
// log norm; then the effective paths with 95 % of the product, its mean length, and the
// share of all paths that they are.
//
//	seed  factor        r  effective  mean   of all paths
//	   1    .227   −.9995   5 to 17   10.1        0.45 %
//	   2    .222   −.9993   5 to 15    9.8        0.07 %
//
// Other instruction sets round otherwise, and train other networks.
//
// # Why logarithms
//
// Each branch divides the norm by four or so. Through 27 of them a float32 cannot
// hold its square, through 54 not the norm itself, and through a few hundred a float64
// cannot. So the gradient is brought near 1 by powers of two on its way, which is
// exact, and the powers are counted: norms are kept as logarithms, and means and
// products are computed of those: a ResNet-1202 shows norms of 10⁻¹⁰⁰⁰. In a linear
// multi-step network the state before the last leads around a block, where nothing
// may be scaled; there the gradient starts at 2⁶⁴ and has the range of a float32, which
// suffices for a hundred blocks of an LM-ResNet. It does not for 54 with momentum,
// whose every branch counts a tenth: the longest paths come to a norm of 0 there, and
// to the right one in a network of float64 (models.Config.Float64).
//
// # Why it is fast
//
// A batch goes forward once, and back along a path of each length. Back, a branch that
// the path does not take costs nothing, and gradients by parameters are not computed.
// Twenty paths of each length through a ResNet-110 of width 8, 16 digits each, are
// 1,100 gradients: in two to four seconds with two threads, on a machine with other work.
//
// # What a shortcut is
//
// Where a block changes the shape its shortcut is no identity: it takes every second
// pixel, or it is a projection with weights. It is a way around the branch all the same,
// and a path that does not take the block leads through it. In a linear multi-step
// network both earlier states are the shortcut; its paths through branches do not add
// up to the gradient then, since some skip a block without passing its end. Nor do they
// with other steps that carry more than one state, such as RevNet's, whose second half
// passes a block whatever its gate says: there [Enumeration.Difference] is no rounding. In
// the original order of normalization and ReLU, the ReLU behind a sum is passed by all
// paths. The blocks of plain
// networks and of columns have no shortcut, and are refused.
//
// # Why exact integers
//
// C(54, 27) has 16 digits, and C(200, 100) sixty. Counts are big integers and
// shares are divided once, at the end, so every figure is right to the last bit
// of a float64.
package paths
