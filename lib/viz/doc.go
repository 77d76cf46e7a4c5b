// Package viz turns results into figures: one function for each kind of result,
// each returning a gonum plot that can be changed before it is drawn.
//
//	viz.Network(net, 3, 4)           the blocks of a network, some of them deleted
//	viz.Unraveled(3, 1)              every path through a few blocks
//	viz.Deletions(single, plain)     test error against the deleted block
//	viz.LesionBoxes(many, plain)     the same for many deletions, as a box plot
//	viz.LesionTau(swaps)             test error against the order of the blocks
//	viz.PathLengths(d)               how many paths go through how many blocks
//	viz.Remaining(54, 1, 10, 20)     which of them deletions leave
//	viz.Training(hist)               loss against epoch
//	viz.Trajectories(title, us)      states of a one-dimensional flow against depth
//	viz.Map1D(x, target, learned…)   learned maps against the wanted one
//	viz.Coefficients(k)              k of each block of LM-ResNet
//	viz.Stability(schemes…)          where in the complex plane a scheme is stable
//
// In a notebook the last expression of a cell draws itself:
//
//	fig := viz.Deletions(single, plain)
//	viz.Chance(fig, 10)
//	fig
//
// In a program, save it: fig.Save(16*vg.Centimeter, 10*vg.Centimeter, "fig3.svg").
// Figures are laid out for that size.
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
