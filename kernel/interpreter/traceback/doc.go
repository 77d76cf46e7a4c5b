// Package traceback writes why code failed, for a person: what went wrong, the
// lines of source around the place, and the calls that led there.
//
//	panic: runtime error: index out of range
//
//	In[11]:2:9
//	  1 | func last(xs []int) int {
//	> 2 |     return xs[len(xs)]
//	    |     ^
//	  3 | }
//	in last, called at In[12]:1:1
//
// # Why tabs are gone
//
// A tab is eight columns in most frontends, so that code would begin in the
// middle of a narrow output. It is four here, and what all lines have in common
// of a deep indentation is left out. The caret is moved with its line.
//
// # Why the colours are few
//
// Frontends know the eight colours of ANSI and bold; some leave out dim. What
// is coloured reads the same without: the name of the error, the caret, the
// line numbers, the functions.
package traceback
