package models_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/ode"
)

// jacobian differentiates the right side of a network of one sample.
func jacobian(t *testing.T, c models.Config) *mat.Dense {
	t.Helper()
	const h = 1e-6
	c.Float64 = true
	net := mustResNet(t, c)
	f, err := net.Field(context.Background(), 0, samples(net, 1))
	if err != nil {
		t.Fatal(err)
	}
	d := len(f.U0)
	j := mat.NewDense(d, d, nil)
	for col := range d {
		up, down := append([]float64(nil), f.U0...), append([]float64(nil), f.U0...)
		up[col] += h
		down[col] -= h
		a := append([]float64(nil), f.At(0, up)...)
		for row, b := range f.At(0, down) {
			j.Set(row, col, (a[row]-b)/(2*h))
		}
	}
	if f.Err() != nil {
		t.Fatal(f.Err())
	}
	return j
}

func eigenvalues(t *testing.T, j *mat.Dense) []complex128 {
	t.Helper()
	var e mat.Eigen
	if !e.Factorize(j, mat.EigenNone) {
		t.Fatal("no eigenvalues")
	}
	return e.Values(nil)
}

// vectorsOf and imagesOf are networks of the branch.
func vectorsOf(b models.Branch) models.Config {
	return models.Config{Branch: b, Blocks: 2, Input: [3]int{6, 1, 1}, Seed: 5}
}

func imagesOf(b models.Branch) models.Config {
	return models.Config{Branch: b, Depth: 8, Width: 3, Input: [3]int{1, 4, 3}, Classes: 2, Seed: 5}
}

// TestAntisymmetricTurns: the eigenvalues of its Jacobian are on the imaginary axis, and
// with γ at most that far to the left of it; some are far from the real axis.
func TestAntisymmetricTurns(t *testing.T) {
	for _, gamma := range []float64{0, 0.4} {
		for name, c := range map[string]models.Config{
			"vectors": vectorsOf(models.Antisymmetric{Gamma: gamma}),
			"images":  imagesOf(models.Antisymmetric{Gamma: gamma}),
		} {
			turns := 0.0
			for _, z := range eigenvalues(t, jacobian(t, c)) {
				turns = max(turns, imag(z))
				if real(z) > 1e-7 || real(z) < -gamma-1e-7 {
					t.Errorf("%s, γ = %v: got the eigenvalue %v, want a real part from −γ to 0", name, gamma, z)
				}
			}
			if turns < 0.05 {
				t.Errorf("%s, γ = %v: got imaginary parts up to %v, want some", name, gamma, turns)
			}
		}
	}
}

// TestSymmetricIsAForce: its Jacobian is symmetric, so it has a potential, and has no
// positive eigenvalue.
func TestSymmetricIsAForce(t *testing.T) {
	for name, c := range map[string]models.Config{
		"vectors": vectorsOf(models.Symmetric{Hidden: 4}), "images": imagesOf(models.Symmetric{}),
	} {
		j := jacobian(t, c)
		var off mat.Dense
		off.Sub(j, j.T())
		if skew := mat.Max(&off); skew > 1e-7 {
			t.Errorf("%s: got a Jacobian that is %g from symmetric, want at most 1e-7", name, skew)
		}
		least := 0.0
		for _, z := range eigenvalues(t, j) {
			least = min(least, real(z))
			if real(z) > 1e-7 {
				t.Errorf("%s: got the eigenvalue %v, want none above 0", name, z)
			}
		}
		if least > -0.05 {
			t.Errorf("%s: got eigenvalues down to %v, want some below 0", name, least)
		}
	}
}

// TestHamiltonianKeepsItsEnergy: with the same potential in every block, the energy of
// the equation stays within bounds where Euler's steps of the same equation gain.
func TestHamiltonianKeepsItsEnergy(t *testing.T) {
	c := vectorsOf(models.Symmetric{Hidden: 5})
	c.Step, c.Blocks, c.Float64 = models.Hamiltonian{H: 0.2}, 400, true
	net := mustResNet(t, c)
	alike(t, net)
	f, err := net.Field(context.Background(), 0, samples(net, 1))
	if err != nil {
		t.Fatal(err)
	}
	states, err := f.Solve(nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	euler, err := f.Solve(ode.ForwardEuler, 0)
	if err != nil {
		t.Fatal(err)
	}
	energy := potentials(net)
	start, drift, gain := energy(states[0]), 0.0, 0.0
	for i := range states {
		drift = max(drift, math.Abs(energy(states[i])-start))
		gain = max(gain, math.Abs(energy(euler[i])-start))
	}
	if drift > 0.1*gain {
		t.Errorf("the energy moves by %g in 400 blocks and by %g with Euler's steps, want ten times less", drift, gain)
	}
}

// alike gives every block the weights of the first.
func alike(t *testing.T, net *models.Net) {
	t.Helper()
	first := make(map[string][]float64)
	for _, p := range net.Params() {
		_, name, _ := strings.Cut(strings.TrimPrefix(p.Name, "layer1."), ".")
		if first[name] == nil {
			first[name] = p.Float64s()
		}
		if err := p.Set(first[name]); err != nil {
			t.Fatal(err)
		}
	}
}

// potentials is the energy Σ ln cosh(K₁·z + b₁) + Σ ln cosh(K₂·y + b₂) of the state (y, z),
// for the weights of the first block.
func potentials(net *models.Net) func(u []float64) float64 {
	values := func(i int) []float64 { return net.Params()[i].Float64s() }
	potential := func(k, b, x []float64) float64 {
		sum := 0.0
		for row := range b {
			s := b[row]
			for j := range x {
				s += k[row*len(x)+j] * x[j]
			}
			sum += math.Log(math.Cosh(s))
		}
		return sum
	}
	f, fb, g, gb := values(0), values(1), values(2), values(3)
	return func(u []float64) float64 {
		y, z := u[:len(u)/2], u[len(u)/2:]
		return potential(f, fb, z) + potential(g, gb, y)
	}
}
