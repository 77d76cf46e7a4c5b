package models_test

import (
	"context"
	"fmt"
	"log"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/ode"
)

// TestRefinedIsTheSameEquation: of vectors and in every stage of images, f is the same
// at every depth, to the bit, and the blocks are twice as many of half the size. As many
// steps of the one are as many of the other.
func TestRefinedIsTheSameEquation(t *testing.T) {
	ctx := context.Background()
	for name, config := range map[string]models.Config{"vectors": onVectors, "images": onImages, "bottlenecks": bottlenecked(onImages)} {
		config.Float64, config.Step = true, models.Euler{H: 0.5}
		net := mustResNet(t, config)
		fine, err := net.Refine()
		if err != nil {
			t.Fatal(err)
		}
		for stage := range net.Stages() {
			coarse, err := net.Field(ctx, stage, samples(net, 2))
			if err != nil {
				t.Fatal(err)
			}
			finer, err := fine.Field(ctx, stage, samples(net, 2))
			if err != nil {
				t.Fatal(err)
			}
			if len(finer.Blocks) != 2*len(coarse.Blocks) || finer.T != coarse.T || finer.StepSize() != coarse.StepSize()/2 {
				t.Errorf("%s, stage %d: got %d blocks of %v until %v, from %d of %v until %v", name, stage,
					len(finer.Blocks), finer.StepSize(), finer.T, len(coarse.Blocks), coarse.StepSize(), coarse.T)
			}
			for _, at := range []float64{0, 0.3, 0.5, 0.99} {
				if !cmp.Equal(coarse.At(at, coarse.U0), finer.At(at, coarse.U0)) {
					t.Errorf("%s, stage %d: another f at t = %v", name, stage, at)
				}
			}
		}
	}
}

// TestCoarsenedIsWhatWasRefined, parameter by parameter; of the rest, errors.
func TestCoarsenedIsWhatWasRefined(t *testing.T) {
	for name, build := range map[string]func(models.Config) (*models.Net, error){"ResNet": models.ResNet, "LM-ResNet": models.LMResNet} {
		net, err := build(onImages)
		if err != nil {
			t.Fatal(err)
		}
		fine, err := net.Refine()
		if err != nil {
			t.Fatal(err)
		}
		if got, want := len(fine.Blocks()), 6+5+5; got != want {
			t.Errorf("%s: got %d blocks, want %d", name, got, want)
		}
		coarse, err := fine.Coarsen()
		if err != nil {
			t.Fatal(err)
		}
		if build := values(coarse); name == "ResNet" && !cmp.Equal(build, values(net)) {
			t.Errorf("%s: got other parameters back", name)
		}
		_, err = net.Coarsen()
		mustContain(t, err, "want a network that has been refined")
	}
	plain, err := models.Plain(onImages)
	if err != nil {
		t.Fatal(err)
	}
	_, err = plain.Refine()
	mustContain(t, err, "a layer without a shortcut is no step")
	fractal, err := models.FractalNet(models.Config{Depth: 8, Width: 2})
	if err != nil {
		t.Fatal(err)
	}
	_, err = fractal.Refine()
	mustContain(t, err, "its blocks have no step size")
	c := onImages
	for _, refined := range []int{-1, 13} {
		c.Refined = refined
		for _, c := range []models.Config{c, {Branch: models.Linear{}, Blocks: 3, Input: [3]int{1, 1, 1}, Refined: refined}} {
			_, err = models.ResNet(c)
			mustContain(t, err, "want 0 to 12")
		}
	}
}

// TestNeuralODE: a block is as many steps of its method through one branch, with the
// parameters of a residual block and sixteen times the work.
func TestNeuralODE(t *testing.T) {
	c := withFloat64(onVectors)
	c.Blocks = 1
	net, err := models.NeuralODE(c)
	if err != nil {
		t.Fatal(err)
	}
	res := mustResNet(t, c)
	if net.NumParams() != res.NumParams() || net.MACs() != 16*res.MACs() {
		t.Errorf("got %d parameters and %d multiply-accumulates, want %d and %d", net.NumParams(), net.MACs(), res.NumParams(), 16*res.MACs())
	}
	field, err := net.Field(context.Background(), 0, samples(net, 3))
	if err != nil {
		t.Fatal(err)
	}
	want, err := field.Activations()
	if err != nil {
		t.Fatal(err)
	}
	us, err := ode.Solve(ode.RK4, field.At, field.U0, 0, 1, 4)
	if err != nil {
		t.Fatal(err)
	}
	if off := apartBy(t, us[4:], want[1:]); off > 1e-12 {
		t.Errorf("ode.Solve is %g from the network, want at most 1e-12", off)
	}
	c.Step = models.Euler{}
	_, err = models.NeuralODE(c)
	mustContain(t, err, "want those of an explicit Runge–Kutta method")
}

// A refined network has blocks of half the size, and each twice.
func ExampleNet_Refine() {
	net, err := models.ResNet(models.Config{Depth: 20, Width: 4, Input: [3]int{1, 8, 8}})
	if err != nil {
		log.Fatal(err)
	}
	fine, err := net.Refine()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(net.Name(), "has", len(net.Blocks()), "blocks")
	fmt.Println(fine.Name(), "has", len(fine.Blocks()))
	// Output:
	// ResNet-20 has 9 blocks
	// ResNet-20, in steps of 1/2 has 16
}
