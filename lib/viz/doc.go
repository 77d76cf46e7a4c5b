// Package viz turns results into figures: one function for each kind of result,
// each returning a gonum plot that can be changed before it is drawn.
//
//	Veit et al. 2016
//	  figure 1a    viz.Network(net)                     blocks and their shortcuts
//	  figs. 1b, 2  viz.Unraveled(3, 1)                 every path, without those of a deleted block
//	  figures 3, 4 viz.Deletions(single, plain)         test error against the deleted block
//	  figure 5a    viz.LesionBoxes(many, plain)         the same for many deletions, as a box plot
//	  figure 5b    viz.LesionTau(swaps)                 test error against the order of the blocks
//	  figure 6a    viz.PathLengths(d)                   how many paths go through how many blocks
//	  figure 6b    viz.PathGradients(g)                 gradient along the paths of each length, with its fit
//	  figure 6c    viz.PathProduct(g.Product())         both together, and the effective paths
//	               viz.PathCorrelation(c)               whether paths are independent
//	  figure 7     viz.Remaining(54, 1, 10, 20)         which of them deletions leave
//	Lu et al. 2018
//	  section 2    viz.NetCoefficients(net)             k of each block of LM-ResNet
//	               viz.Coefficients(k)                  the same of numbers
//	               viz.RepeatedCoefficients(nets…)      the same of several seeds
//	               viz.Trajectories(title, us)          states of a one-dimensional flow against depth
//	               viz.Map1D(x, target, learned…)       learned maps against the wanted one
//	  section 3    viz.Ensembles(title, paths…)         paths of a network with noise, their mean and band
//	schemes and equations
//	               viz.Eigenvalues(title, spectra…)     of Jacobians, in the complex plane
//	               viz.Stability(schemes…)              where in the complex plane they are stable
//	               viz.Regions(schemes…)                the same side by side, filled
//	               viz.StabilityLimits()                of LM(k), against k
//	               viz.Convergence(series…)             error against the step size, with its order
//	               viz.WorkPrecision(series…)           error against the evaluations of f
//	               viz.PhasePortrait(title, f, orbits…) directions and orbits in the plane
//	training
//	               viz.Training(hist)                   loss against epoch
//	               viz.TrainingError(hist)              error against epoch
//	               viz.RepeatedTraining(runs)           loss of several seeds, with its band
//	               viz.RepeatedError(runs)              their error
//	networks
//	               viz.Steps(steps…)                    what a block of each kind computes, drawn
//	               viz.WeightNorms(nets…)               size of each block's weights
//	               viz.BlockNorms(title, what, y…)      any quantity of each block
//	               viz.Histogram(title, x, samples…)    how values are distributed
//
// In a notebook the last expression of a cell draws itself:
//
//	fig := viz.Deletions(single, plain)
//	viz.Chance(fig, 10)
//	fig
//
// In a program, save it: fig.Save(16*vg.Centimeter, 10*vg.Centimeter, "fig3.svg").
// Figures are laid out for that size. For a column of 8 cm, call [Column] first.
//
// # Why these colours
//
// The palette is that of Okabe and Ito (2008), whose colours stay apart for
// readers who see red and green as one, and in print without colour differ in
// lightness. Where two series could be confused, they differ in shape too.
//
// # Why the legend stands above the data
//
// A legend inside the axes hides what it names as soon as the data change, and a
// result of the next seed is not known when the figure is written. Above the
// data it never does.
//
// # Why no errors
//
// A figure is looked at. What cannot be drawn, such as a value that is not
// finite, leaves a gap where it would be; a figure without anything to draw says
// so in words. Nothing here panics on data.
package viz
