package models_test

import (
	"fmt"
	"log"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/ode"
)

// TestLinearBlocksOfPolyNet multiply by 1 + z + z² + …, as the series of Neumann does,
// or with branches of their own by what is written for each form.
func TestLinearBlocksOfPolyNet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := models.Polynomial{
			Degree: rapid.IntRange(2, 4).Draw(t, "degree"),
			Form:   rapid.SampledFrom([]models.Form{models.Powers, models.Products, models.Ways}).Draw(t, "form"),
		}
		branches := p.Degree
		if p.Form == models.Powers {
			branches = 1
		}
		blocks := rapid.IntRange(1, 3).Draw(t, "blocks")
		zs, got := factors(t, models.PolyNet, models.Config{Step: p, Blocks: blocks}, branches)
		want, size := 1.0, 1.0
		for i := range blocks {
			of := zs[i*branches : (i+1)*branches]
			want *= polynomial(p, of)
			size *= 1 + math.Pow(3, float64(p.Degree))
			if neumann := ode.Neumann(p.Degree).Amplification(complex(of[0], 0)); p.Form == models.Powers {
				mustMultiply(t, "Neumann", polynomial(p, of), real(neumann), 100)
			}
		}
		mustMultiply(t, fmt.Sprint(p, zs), got, want, size)
	})
}

// polynomial is by what a block multiplies whose branches do by zs.
func polynomial(p models.Polynomial, zs []float64) float64 {
	sum, product := 1.0, 1.0
	for i := range p.Degree {
		switch p.Form {
		case models.Powers:
			product *= zs[0]
		case models.Products:
			product *= zs[i]
		case models.Ways:
			product = zs[i]
		}
		sum += product
	}
	return sum
}

// TestCountsOfPolyNet: poly-k has the parameters of a residual network, the others k
// times those of its branches, except where the shape changes; all do k times the
// work.
func TestCountsOfPolyNet(t *testing.T) {
	const (
		blocks = 9 - 2 // of ResNet-20 that keep the shape
		work   = 2 * 9 * 16 * 16 * 32 * 32
	)
	base := mustResNet(t, models.Config{Depth: 20})
	var branches int // parameters: two convolutions and two normalizations in each
	for stage, n := range []int{3, 2, 2} {
		w := 16 << stage
		branches += n * (2*9*w*w + 2*2*w)
	}
	for _, tt := range []struct {
		step         models.Polynomial
		params, macs int // how many branches more
	}{
		{models.Polynomial{}, 0, 1},
		{models.Polynomial{Degree: 3}, 0, 2},
		{models.Polynomial{Form: models.Products}, 1, 1},
		{models.Polynomial{Form: models.Products, Degree: 3}, 2, 2},
		{models.Polynomial{Form: models.Ways}, 1, 1},
		{models.Polynomial{Form: models.Ways, Degree: 3}, 2, 2},
	} {
		net, err := models.PolyNet(models.Config{Depth: 20, Step: tt.step})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := net.NumParams(), base.NumParams()+tt.params*branches; got != want {
			t.Errorf("%v: got %d parameters, want %d", tt.step, got, want)
		}
		if got, want := net.MACs(), base.MACs()+int64(tt.macs*blocks*work); got != want {
			t.Errorf("%v: got %d multiply-accumulates, want %d", tt.step, got, want)
		}
	}
}

// TestSchemesOfPolyNet: powers of one branch are the series of Neumann, and branches
// of their own a step along their sum.
func TestSchemesOfPolyNet(t *testing.T) {
	for want, step := range map[ode.Scheme]models.Polynomial{
		ode.Neumann(2):   {},
		ode.Neumann(3):   {Degree: 3},
		ode.ForwardEuler: {Form: models.Ways},
	} {
		// The first block of bottlenecks changes the shape.
		net, err := models.PolyNet(models.Config{Depth: 20, Width: 4, Branch: models.Bottleneck{}, Step: step})
		if err != nil {
			t.Fatal(err)
		}
		if got := net.Scheme(); got != want {
			t.Errorf("%v: got %v, want %v", step, got.Name(), want.Name())
		}
		if got := net.Blocks()[0].Scheme(); got != ode.Scheme(ode.ForwardEuler) {
			t.Errorf("%v: got %v where the shape changes, want forward Euler", step, got.Name())
		}
	}
}

// Of the forms of PolyNet, the powers cost no parameters.
func ExamplePolyNet() {
	for _, step := range []models.Step{
		models.Euler{},
		models.Polynomial{},
		models.Polynomial{Form: models.Products},
		models.Polynomial{Form: models.Ways},
	} {
		net, err := models.ResNet(models.Config{Depth: 20, Step: step})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%-8v%7d parameters, %d multiply-accumulates: %s\n", step, net.NumParams(), net.MACs(), net.Scheme().Name())
	}
	// Output:
	// Euler    269722 parameters, 40551040 multiply-accumulates: forward Euler
	// poly-2   269722 parameters, 73581184 multiply-accumulates: poly-2
	// mpoly-2  468826 parameters, 73581184 multiply-accumulates: forward Euler
	// 2-way    468826 parameters, 73581184 multiply-accumulates: forward Euler
}
