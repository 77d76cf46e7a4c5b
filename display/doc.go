// Package display turns Go values into what a person looks at: a figure, a
// table, a formula, a bar that moves while a network trains.
//
//	display.Show(plt)                                 // *plot.Plot: a figure
//	display.Show(display.Math(`u' = f(u)`))           // a formula
//	display.Show([]struct{ N, Paths int }{{1, 2}})    // a table
//	bar := display.NewProgress("train", 100)
//	bar.Set(7, map[string]float64{"loss": 0.41})
//
// The same calls work in a notebook cell and in an ordinary program. In a cell
// they show the value below the cell, in the richest form that the frontend
// knows; in a program they write its text to standard output, and progress to
// standard error. The last expression of a cell shows itself.
//
// [Render] is the whole idea: any value becomes a [Bundle], one value in
// several forms keyed by MIME type. A [Screen] sends bundles to a [Sink] and
// remembers where it put them, so that they can be replaced in place.
//
// # Why a method and not an interface to import
//
// A type decides how it looks by having the method
//
//	MIMEBundle() map[string]any
//
// The result is a plain map and not a Bundle so that a package can have the
// method without importing this one. Everything below lib is made that way: it
// draws itself in a notebook, and does not know that notebooks exist.
//
// # Why every bundle has text
//
// A notebook is also run where nobody looks at figures: in a terminal, in a
// test, over a slow line. text/plain is the form that always works, so every
// bundle has it, and it says something: the figure's axes and not its address.
//
// # Why the colours are the frontend's
//
// HTML made here has no colours of its own beyond JupyterLab's variables, each
// with a fall-back, so that it reads in a light and in a dark theme alike.
// Figures bring their white paper with them.
package display
