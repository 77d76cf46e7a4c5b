package ode

import (
	"fmt"
	"strings"
)

// String is the name and the recursion, with coefficients to six digits:
//
//	LM(-0.5): u[n+1] = 1.5·u[n] − 0.5·u[n−1] + h·f[n]
//
// Of a scheme that does not pass Check it is the error.
func (s *Multistep) String() string {
	if err := s.Check(); err != nil {
		return err.Error()
	}
	var sum strings.Builder
	for j, a := range s.Alpha {
		writeTerm(&sum, a, "u"+stepBack(j))
	}
	writeTerm(&sum, s.BetaNew, "h·f[n+1]")
	for j, b := range s.Beta {
		writeTerm(&sum, b, "h·f"+stepBack(j))
	}
	return s.Label + ": u[n+1] = " + sum.String()
}

// stepBack is the index of the state j steps ago.
func stepBack(j int) string {
	if j == 0 {
		return "[n]"
	}
	return fmt.Sprintf("[n−%d]", j)
}

// writeTerm adds a factor and what it multiplies to a sum, nothing for 0.
func writeTerm(sum *strings.Builder, factor float64, of string) {
	switch {
	case factor == 0:
		return
	case factor < 0 && sum.Len() == 0:
		sum.WriteString("−")
	case factor < 0:
		sum.WriteString(" − ")
	case sum.Len() > 0:
		sum.WriteString(" + ")
	}
	if size := max(factor, -factor); size != 1 {
		fmt.Fprintf(sum, "%.6g·", size)
	}
	sum.WriteString(of)
}
