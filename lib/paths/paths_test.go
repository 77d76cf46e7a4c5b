package paths_test

import (
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/paths"
)

func lengths(t interface{ Fatal(...any) }, n int) *paths.Distribution {
	d, err := paths.Lengths(n)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The ResNet-110 of the paper has 54 blocks. Counts are exact; masses were
// computed from them in rational numbers.
func TestPathsOfResNet110(t *testing.T) {
	d := lengths(t, 54)
	if got := d.Total().String(); got != "18014398509481984" {
		t.Errorf("got %s paths, want 2⁵⁴ = 18014398509481984", got)
	}
	if got := d.Count(27).String(); got != "1946939425648112" {
		t.Errorf("got %s paths of length 27, want 1946939425648112", got)
	}
	if d.Mean() != 27 {
		t.Errorf("got mean length %v, want 27", d.Mean())
	}
	tests := []struct {
		name   string
		blocks int
		lo, hi int
		want   float64
	}{
		{"the paper's 19 to 35, more than 95 %", 54, 19, 35, 0.9801656732719317},
		{"the shortest interval with 95 %", 54, 20, 34, 0.9597764359042833},
		{"effective paths, 0.45 % in the paper", 54, 5, 17, 0.004536670150778743},
		{"23 blocks for each mini-batch: mostly effective", 23, 5, 17, 0.9933892488479614},
		{"all", 54, 0, 54, 1},
		{"more than all", 54, -3, 99, 1},
		{"none", 54, 6, 5, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := lengths(t, tt.blocks).Mass(tt.lo, tt.hi); math.Abs(got-tt.want) > 1e-15 {
				t.Errorf("got %v of the paths between %d and %d, want %v", got, tt.lo, tt.hi, tt.want)
			}
		})
	}
	if lo, hi := d.Interval(.95); lo != 20 || hi != 34 {
		t.Errorf("got the interval %d to %d for 95 %%, want 20 to 34", lo, hi)
	}
	// Lengths 0 to 2 of 54: (0·1 + 1·54 + 2·1431) / (1 + 54 + 1431).
	if got, want := d.MeanBetween(0, 2), 2916./1486; math.Abs(got-want) > 1e-15 {
		t.Errorf("got mean length %v of the shortest paths, want %v", got, want)
	}
	if got := d.MeanBetween(6, 5); !math.IsNaN(got) {
		t.Errorf("got mean length %v of no paths, want NaN", got)
	}
	if got := lengths(t, 23).Mean(); got != 11.5 {
		t.Errorf("got mean length %v of 23 blocks, want 11.5", got)
	}
}

func TestRemaining(t *testing.T) {
	tests := []struct {
		deleted, lo, hi int
		want            float64
		tolerance       float64
	}{
		{1, 1, 1, 53. / 54, 1e-15},
		{1, 27, 27, .5, 1e-15},
		{10, 5, 5, .343401, 1e-6},
		{10, 11, 11, .080120, 1e-6},
		{10, 17, 17, .014556, 1e-6},
		{20, 5, 5, .087986, 1e-6},
		{20, 11, 11, .002989, 1e-6},
		{20, 17, 17, 4.9e-5, 1e-6},
		{1, 5, 17, .6977, 1e-4},
		{10, 5, 17, .018746, 1e-6},
		{20, 5, 17, 1.1938e-4, 1e-8},
		{10, 0, 54, math.Pow(2, -10), 1e-15},
		{54, 0, 0, 1, 0}, // the path through no block stays
		{54, 1, 54, 0, 0},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%d deleted, lengths %d to %d", tt.deleted, tt.lo, tt.hi), func(t *testing.T) {
			got, err := paths.RemainingBetween(54, tt.deleted, tt.lo, tt.hi)
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs(got-tt.want) > tt.tolerance {
				t.Errorf("got %v, want %v ± %v", got, tt.want, tt.tolerance)
			}
		})
	}
}

func TestErrorsNameWhatIsWrong(t *testing.T) {
	tests := []struct {
		name        string
		n, d, lo, x int
		want        string
	}{
		{"no blocks", 0, 0, 0, 0, "got 0 blocks, want at least 1 and at most 100000"},
		{"more blocks than can be counted", 1 << 40, 0, 0, 0, "got 1099511627776 blocks"},
		{"too many deleted", 5, 6, 0, 0, "got 6 deleted blocks of 5, want 0 to 5"},
		{"fewer than none deleted", 5, -1, 0, 0, "got -1 deleted blocks"},
		{"too long", 5, 1, 0, 6, "got lengths 0 to 6"},
		{"turned around", 5, 1, 3, 2, "got lengths 3 to 2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := paths.RemainingBetween(tt.n, tt.d, tt.lo, tt.x); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

// Counting walks through every network of up to 12 blocks agrees.
func TestCountsAgreeWithWalks(t *testing.T) {
	for n := 1; n <= 12; n++ {
		d := lengths(t, n)
		walks := make([]int64, n+1)
		for path := range 1 << n {
			taken := 0
			for block := range n {
				taken += path >> block & 1
			}
			walks[taken]++
		}
		for k, want := range walks {
			if got := d.Count(k); got.Cmp(big.NewInt(want)) != 0 {
				t.Errorf("%d blocks: got %v paths of length %d, want %d", n, got, k, want)
			}
		}
	}
}

func TestDistributionProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 300).Draw(t, "blocks")
		d := lengths(t, n)
		total, mean := new(big.Int), 0.0
		for k, share := range d.Shares() {
			total.Add(total, d.Count(k))
			mean += float64(k) * share
		}
		if total.Cmp(d.Total()) != 0 {
			t.Errorf("counts add up to %v, want %v", total, d.Total())
		}
		if math.Abs(mean-d.Mean()) > 1e-9 {
			t.Errorf("got mean %v of the shares, want %v", mean, d.Mean())
		}
		if got := d.MeanBetween(-1, n+1); got != d.Mean() {
			t.Errorf("got mean %v of all lengths, want %v", got, d.Mean())
		}
		part := rapid.Float64Range(0, 1).Draw(t, "part")
		lo, hi := d.Interval(part)
		if lo+hi != n || d.Mass(lo, hi) < part || (hi-lo > 1 && d.Mass(lo+1, hi-1) >= part) {
			t.Errorf("got %d to %d for %v of the paths, want the shortest interval around %v", lo, hi, part, d.Mean())
		}
		deleted := rapid.IntRange(0, n).Draw(t, "deleted")
		left, err := paths.RemainingBetween(n, deleted, 0, n)
		if err != nil || math.Abs(left-math.Pow(2, -float64(deleted))) > 1e-15 {
			t.Errorf("got %v of all paths after %d deletions and error %v, want 2⁻ᵈ", left, deleted, err)
		}
	})
}

func TestBundle(t *testing.T) {
	bundle := lengths(t, 54).MIMEBundle()
	want := "54 blocks: 18\u202f014\u202f398\u202f509\u202f481\u202f984 paths of 0 to 54 blocks, 27 on average\n96.0 % of them go through 20 to 34 blocks"
	if got := bundle["text/plain"]; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if html := bundle["text/html"].(string); strings.Count(html, "<tr><td>") != 23 {
		t.Errorf("got %d rows, want the 23 lengths that 0.1 %% of the paths have", strings.Count(html, "<tr><td>"))
	}
}

// A large network is summarized without writing its thousands of digits. Each
// share is right although no sum is made twice: the shares of an interval found
// step by step are those of the interval counted anew.
func TestLargeNetworks(t *testing.T) {
	d := lengths(t, 10_000)
	want := "10000 blocks: 2^10000 paths of 0 to 10000 blocks, 5000 on average\n95.1 % of them go through 4902 to 5098 blocks"
	if got := d.String(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if lo, hi := d.Interval(.95); d.Mass(lo, hi) < .95 || d.Mass(lo+1, hi-1) >= .95 {
		t.Errorf("got %d to %d, want the shortest interval with 95 %%", lo, hi)
	}
	if html := d.MIMEBundle()["text/html"].(string); !strings.Contains(html, "<td>5000</td><td>1.59·10^3008</td><td>0.80 %</td>") {
		t.Errorf("got no row for 5000 blocks in %.2000s", html)
	}
}

// Shares that are no normal number of a float64, and those that vanish.
func TestSmallestShares(t *testing.T) {
	if got, want := lengths(t, 1074).Share(0), math.SmallestNonzeroFloat64; got != want {
		t.Errorf("got %g, want 2⁻¹⁰⁷⁴ = %g", got, want)
	}
	if got := lengths(t, 1076).Share(0); got != 0 {
		t.Errorf("got %g, want 0 for less than half of the smallest number", got)
	}
}

func TestNoDistribution(t *testing.T) {
	var d *paths.Distribution
	if got := d.MIMEBundle()["text/plain"]; got != d.String() || !strings.Contains(d.String(), "no distribution") {
		t.Errorf("got %q, want words for no distribution", got)
	}
}

func BenchmarkInterval(b *testing.B) {
	for _, n := range []int{54, 10_000} {
		d := lengths(b, n)
		b.Run(fmt.Sprintf("blocks=%d", n), func(b *testing.B) {
			for b.Loop() {
				d.Interval(.95)
			}
		})
	}
}

func BenchmarkShares(b *testing.B) {
	for _, n := range []int{54, 10_000} {
		d := lengths(b, n)
		b.Run(fmt.Sprintf("blocks=%d", n), func(b *testing.B) {
			for b.Loop() {
				d.Shares()
			}
		})
	}
}

func ExampleLengths() {
	d, err := paths.Lengths(54)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("paths:", d.Total())
	fmt.Printf("through 19 to 35 blocks: %.1f %%\n", 100*d.Mass(19, 35))
	fmt.Printf("through 5 to 17 blocks: %.2f %%\n", 100*d.Mass(5, 17))
	// Output:
	// paths: 18014398509481984
	// through 19 to 35 blocks: 98.0 %
	// through 5 to 17 blocks: 0.45 %
}

// Ten deletions leave enough of the short paths, twenty do not.
func ExampleRemaining() {
	for _, deleted := range []int{1, 10, 20} {
		short, _ := paths.Remaining(54, deleted, 5)
		long, _ := paths.Remaining(54, deleted, 27)
		fmt.Printf("%2d deleted: %.2g of the paths of length 5 left, %.2g of length 27\n", deleted, short, long)
	}
	// Output:
	// 1 deleted: 0.91 of the paths of length 5 left, 0.5 of length 27
	// 10 deleted: 0.34 of the paths of length 5 left, 0.00035 of length 27
	// 20 deleted: 0.088 of the paths of length 5 left, 2.8e-09 of length 27
}

// Most paths are about half as long as the network is deep.
func ExampleDistribution_Interval() {
	for _, n := range []int{54, 10_000} {
		d, err := paths.Lengths(n)
		if err != nil {
			fmt.Println(err)
			return
		}
		lo, hi := d.Interval(.95)
		fmt.Printf("%d blocks: 95 %% of the paths have %d to %d\n", n, lo, hi)
	}
	// Output:
	// 54 blocks: 95 % of the paths have 20 to 34
	// 10000 blocks: 95 % of the paths have 4902 to 5098
}
