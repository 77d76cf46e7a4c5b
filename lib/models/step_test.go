package models_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unravel-go/unravel/lib/models"
)

// TestStepIsWhatMakesTheFamily: a residual network with linear multi-step steps has
// the parameters of an LM-ResNet, name by name and bit by bit.
func TestStepIsWhatMakesTheFamily(t *testing.T) {
	c := models.Config{Depth: 14, Width: 4, Input: [3]int{1, 8, 8}, Shortcut: models.NormProjection, Seed: 3}
	lm, err := models.LMResNet(c)
	if err != nil {
		t.Fatal(err)
	}
	c.Step = models.Multistep{}
	net := mustResNet(t, c)
	if want := "ResNet-14, linear multi-step"; net.Name() != want {
		t.Errorf("got %q, want %q", net.Name(), want)
	}
	if diff := cmp.Diff(values(lm), values(net)); diff != "" {
		t.Errorf("other values (-LMResNet +ResNet)\n%s", diff)
	}
	if diff := cmp.Diff(lm.Coefficients(), net.Coefficients()); diff != "" {
		t.Errorf("other coefficients (-LMResNet +ResNet)\n%s", diff)
	}
}

// TestStepsThatAFamilyHasNot are refused.
func TestStepsThatAFamilyHasNot(t *testing.T) {
	for _, tt := range []struct {
		build func(models.Config) (*models.Net, error)
		step  models.Step
		want  string
	}{
		{models.Plain, models.Euler{}, "models: Plain: got steps of Euler, want none"},
		{models.PolyNet, models.Euler{}, "models: PolyNet: got steps of Euler, want a Polynomial, or ResNet"},
		{models.PolyNet, models.Polynomial{Degree: 1}, "models: PolyNet: got a polynomial of degree 1, want 2 to 4 (or steps of Euler"},
		{models.ResNet, models.Polynomial{Degree: 5}, "models: ResNet: got a polynomial of degree 5, want 2 to 4"},
		{models.ResNet, models.Polynomial{Form: 7}, "got form 7 of degree 2, want Powers, Products or Ways"},
		{models.HighwayNet, models.Euler{}, "models: HighwayNet: got steps of Euler, want a Highway, or ResNet"},
		{models.ResNet, models.Leapfrog{H: 1e300}, "models: ResNet: got a step size of 1e+300, want one whose square is finite"},
		{models.ResNet, models.Highway{Bias: math.Inf(1)}, "models: ResNet: got a bias of +Inf, want a finite one"},
		{original, models.Highway{}, "got highway in the original order, want PreActivation"},
		{original, models.Polynomial{}, "got poly-2 in the original order, want PreActivation"},
		{models.LMResNet, models.Euler{}, "models: LMResNet: got steps of Euler, want those of a linear multi-step network, or ResNet"},
	} {
		_, err := tt.build(models.Config{Depth: 14, Step: tt.step})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("got error %v, want %q", err, tt.want)
		}
	}
}
