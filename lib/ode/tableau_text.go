package ode

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// ParseTableau reads a method from its Butcher tableau as a book prints it:
//
//	 0  |
//	2/3 | 2/3
//	----+---------
//	    | 1/4 3/4
//	    |  1   0
//
// Every line above the dashes is a stage, with c before the bar and the row of A
// behind it; what a row leaves out at its end is 0. Below come the weights and,
// if there is a second line, the embedded ones. Numbers are whole, fractions or
// decimals, and all of them are taken as exact: [Tableau.Order] then computes in
// fractions, and an order that it finds is proven.
//
// It returns an error for what is no tableau, and that of [Tableau.Check].
func ParseTableau(label, text string) (*Tableau, error) {
	exact, err := parseFractions(text)
	if err != nil {
		return nil, fmt.Errorf("ode: tableau %q: %w", label, err)
	}
	s := exact.tableau(label)
	return s, s.Check()
}

// butcher reads a tableau of this package; its tests see that it can be read.
func butcher(label RungeKutta, text string) *Tableau {
	s, err := ParseTableau(string(label), text)
	if err != nil {
		panic(err)
	}
	return s
}

func parseFractions(text string) (*fractions, error) {
	var q fractions
	var weights [][]*big.Rat
	below := false // the dashes
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if strings.HasPrefix(line, "--") {
			below = true
			continue
		}
		place, row, err := parseLine(line)
		switch {
		case err != nil:
			return nil, err
		case below:
			weights = append(weights, row)
		case len(place) != 1:
			return nil, fmt.Errorf("got %d numbers before the bar in %q, want 1", len(place), line)
		default:
			q.c, q.a = append(q.c, place[0]), append(q.a, row)
		}
	}
	if len(weights) == 0 || len(weights) > 2 {
		return nil, fmt.Errorf("got %d lines below the dashes, want the weights and perhaps the embedded ones", len(weights))
	}
	q.b = weights[0]
	if len(weights) == 2 {
		q.embedded = weights[1]
	}
	return &q, nil
}

// parseLine returns the numbers on either side of the bar.
func parseLine(line string) (place, row []*big.Rat, err error) {
	left, right, found := strings.Cut(line, "|")
	if !found {
		return nil, nil, fmt.Errorf("got the line %q, want a bar | before the coefficients", line)
	}
	if place, err = parseRow(left); err != nil {
		return nil, nil, err
	}
	row, err = parseRow(right)
	return place, row, err
}

func parseRow(text string) ([]*big.Rat, error) {
	var row []*big.Rat
	for _, word := range strings.Fields(text) {
		// An exponent would let a short text ask for a huge number.
		r, ok := new(big.Rat).SetString(word)
		if strings.ContainsAny(word, "eEpPxX_") || !ok {
			return nil, fmt.Errorf("got %q, want a number such as 1, -3/4 or 0.25", word)
		}
		row = append(row, r)
	}
	return row, nil
}

// String is the name and the tableau as [ParseTableau] reads it, in fractions if it
// was read from some:
//
//	Heun
//	0 |
//	1 | 1
//	--+--------
//	  | 1/2 1/2
//
// Of a tableau that does not pass Check it is the error.
func (s *Tableau) String() string {
	if err := s.Check(); err != nil {
		return err.Error()
	}
	q := s.fractions()
	rows := [][]string{}
	for i, row := range q.a {
		rows = append(rows, append(q.words(q.c[i:i+1]), q.words(row)...))
	}
	rows = append(rows, append([]string{""}, q.words(q.b)...))
	if q.embedded != nil {
		rows = append(rows, append([]string{""}, q.words(q.embedded)...))
	}
	return s.Label + "\n" + joinTableau(rows, len(q.a))
}

// words writes numbers as they were given: as fractions, or as decimals that round to
// the same float64.
func (q *fractions) words(numbers []*big.Rat) []string {
	var words []string
	for _, r := range numbers {
		word := r.RatString()
		if q.rounded {
			x, _ := r.Float64()
			word = strconv.FormatFloat(x, 'f', -1, 64)
		}
		words = append(words, word)
	}
	return words
}

// joinTableau aligns columns: a bar behind the first, dashes below the stages.
func joinTableau(rows [][]string, stages int) string {
	var width []int
	for _, row := range rows {
		for j, word := range row {
			if j == len(width) {
				width = append(width, 0)
			}
			width[j] = max(width[j], len(word))
		}
	}
	var b strings.Builder
	for i, row := range rows {
		if i == stages {
			b.WriteString(strings.Repeat("-", width[0]+1) + "+" + strings.Repeat("-", total(width[1:])+len(width)-1) + "\n")
		}
		line := fmt.Sprintf("%-*s |", width[0], row[0])
		for j, word := range row[1:] {
			line += fmt.Sprintf(" %-*s", width[j+1], word)
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}

func total(widths []int) int {
	sum := 0
	for _, w := range widths {
		sum += w
	}
	return sum
}
