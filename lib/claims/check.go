package claims

import (
	"fmt"
	"math"
	"strconv"
)

// Check is one claim: the paper's number beside ours, and the threshold that
// ours is held to.
type Check struct {
	Claim     string  // in words, with its unit
	Paper     string  // the paper's number as printed there; empty if it gives none
	Ours      float64 // measured here
	Threshold string  // in words or signs, such as "≤ 7"
	Holds     bool
}

// AtMost is the claim that ours does not exceed limit. NaN fails.
func AtMost(claim, paper string, ours, limit float64) Check {
	return Check{claim, paper, ours, "≤ " + number(limit), ours <= limit}
}

// AtLeast is the claim that ours is not below limit. NaN fails.
func AtLeast(claim, paper string, ours, limit float64) Check {
	return Check{claim, paper, ours, "≥ " + number(limit), ours >= limit}
}

// Between is the claim that ours lies in [lo, hi]. NaN fails.
func Between(claim, paper string, ours, lo, hi float64) Check {
	return Check{claim, paper, ours, number(lo) + " … " + number(hi), lo <= ours && ours <= hi}
}

// Near is the claim that ours differs from want by at most tolerance.
func Near(claim, paper string, ours, want, tolerance float64) Check {
	return Check{
		claim, paper, ours, number(want) + " ± " + number(tolerance),
		math.Abs(ours-want) <= tolerance,
	}
}

// That is a claim about a fact which is either so or not, such as "the learned
// map is monotone". Ours is 1 if it holds and 0 if not.
func That(claim, paper string, holds bool) Check {
	c := Check{Claim: claim, Paper: paper, Threshold: "holds", Holds: holds}
	if holds {
		c.Ours = 1
	}
	return c
}

// Verdict is "holds" or "fails".
func (c Check) Verdict() string {
	if c.Holds {
		return "holds"
	}
	return "fails"
}

// String is the claim on one line.
func (c Check) String() string {
	return fmt.Sprintf("%s: got %s, want %s: %s", c.Claim, c.measured(), c.Threshold, c.Verdict())
}

func (c Check) measured() string {
	if c.Threshold == "holds" {
		if c.Holds {
			return "yes"
		}
		return "no"
	}
	return number(c.Ours)
}

// number prints four significant digits without an exponent where that stays
// short, as a reader would write it.
func number(x float64) string {
	if a := math.Abs(x); a != 0 && (a < 1e-3 || a >= 1e6) {
		return strconv.FormatFloat(x, 'e', 2, 64)
	}
	return strconv.FormatFloat(x, 'g', 4, 64)
}
