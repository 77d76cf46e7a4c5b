package models_test

import (
	"context"
	"fmt"
	"log"
	"math"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
)

// original builds a residual network in the original order.
func original(c models.Config) (*models.Net, error) {
	c.Order = models.Original
	return models.ResNet(c)
}

// TestParameterCounts holds the builders to integers that were computed from
// other definitions of the same networks.
func TestParameterCounts(t *testing.T) {
	type family func(models.Config) (*models.Net, error)
	tests := []struct {
		name       string
		build      family
		depth      int
		shortcut   models.Shortcut
		classes10  int
		classes100 int
	}{
		{"ResNet-20 option A", models.ResNet, 20, models.OptionA, 269_722, 275_572},
		{"ResNet-32 option A", models.ResNet, 32, models.OptionA, 464_154, 470_004},
		{"ResNet-44 option A", models.ResNet, 44, models.OptionA, 658_586, 664_436},
		{"ResNet-56 option A", models.ResNet, 56, models.OptionA, 853_018, 858_868},
		{"ResNet-110 option A", models.ResNet, 110, models.OptionA, 1_727_962, 1_733_812},
		{"ResNet-20 option A, centered", models.ResNet, 20, models.OptionACentered, 269_722, 275_572},
		{"ResNet-110 option A of averages", models.ResNet, 110, models.OptionAAveraged, 1_727_962, 1_733_812},
		{"ResNet-20 option A of averages, centered, in the original order", original, 20, models.OptionAAveragedCentered, 269_722, 275_572},
		{"ResNet-20 option B", models.ResNet, 20, models.OptionB, 272_282, 278_132},
		{"ResNet-32 option B", models.ResNet, 32, models.OptionB, 466_714, 472_564},
		{"ResNet-44 option B", models.ResNet, 44, models.OptionB, 661_146, 666_996},
		{"ResNet-56 option B", models.ResNet, 56, models.OptionB, 855_578, 861_428},
		{"ResNet-110 option B", models.ResNet, 110, models.OptionB, 1_730_522, 1_736_372},
		{"ResNet-20 in the original order, option A", original, 20, models.OptionA, 269_722, 275_572},
		{"ResNet-32 in the original order, option A", original, 32, models.OptionA, 464_154, 470_004},
		{"ResNet-44 in the original order, option A", original, 44, models.OptionA, 658_586, 664_436},
		{"ResNet-56 in the original order, option A", original, 56, models.OptionA, 853_018, 858_868},
		{"ResNet-110 in the original order, option A", original, 110, models.OptionA, 1_727_962, 1_733_812},
		{"ResNet-20 in the original order, option B", original, 20, models.OptionB, 272_474, 278_324},
		{"ResNet-32 in the original order, option B", original, 32, models.OptionB, 466_906, 472_756},
		{"ResNet-44 in the original order, option B", original, 44, models.OptionB, 661_338, 667_188},
		{"ResNet-56 in the original order, option B", original, 56, models.OptionB, 855_770, 861_620},
		{"ResNet-110 in the original order, option B", original, 110, models.OptionB, 1_730_714, 1_736_564},
		{"the base of LM-ResNet-20", models.ResNet, 20, models.NormProjection, 272_378, 278_228},
		{"the base of LM-ResNet-32", models.ResNet, 32, models.NormProjection, 466_810, 472_660},
		{"the base of LM-ResNet-44", models.ResNet, 44, models.NormProjection, 661_242, 667_092},
		{"the base of LM-ResNet-56", models.ResNet, 56, models.NormProjection, 855_674, 861_524},
		{"the base of LM-ResNet-110", models.ResNet, 110, models.NormProjection, 1_730_618, 1_736_468},
		{"LM-ResNet-20", models.LMResNet, 20, models.Default, 272_384, 278_234},
		{"LM-ResNet-32", models.LMResNet, 32, models.Default, 466_822, 472_672},
		{"LM-ResNet-44", models.LMResNet, 44, models.Default, 661_260, 667_110},
		{"LM-ResNet-56", models.LMResNet, 56, models.Default, 855_698, 861_548},
		{"LM-ResNet-110", models.LMResNet, 110, models.Default, 1_730_669, 1_736_519},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for classes, want := range map[int]int{10: tt.classes10, 100: tt.classes100} {
				net, err := tt.build(models.Config{Depth: tt.depth, Shortcut: tt.shortcut, Classes: classes})
				if err != nil {
					t.Fatal(err)
				}
				if got := net.NumParams(); got != want {
					t.Errorf("%d classes: got %d parameters, want %d", classes, got, want)
				}
			}
		})
	}
}

// TestMACs counts the multiply-accumulates of convolutions and linear layers on
// 32×32 images.
func TestMACs(t *testing.T) {
	tests := []struct {
		depth    int
		shortcut models.Shortcut
		want     int64
	}{
		{20, models.OptionA, 40_551_040},
		{32, models.OptionA, 68_862_592},
		{44, models.OptionA, 97_174_144},
		{56, models.OptionA, 125_485_696},
		{110, models.OptionA, 252_887_680},
		{20, models.OptionB, 40_813_184},
		{32, models.OptionB, 69_124_736},
		{44, models.OptionB, 97_436_288},
		{56, models.OptionB, 125_747_840},
		{110, models.OptionB, 253_149_824},
	}
	for _, tt := range tests {
		for _, order := range []models.Order{models.PreActivation, models.Original} {
			net := mustResNet(t, models.Config{Depth: tt.depth, Shortcut: tt.shortcut, Order: order})
			if got := net.MACs(); got != tt.want {
				t.Errorf("ResNet-%d with %v, %v: got %d, want %d", tt.depth, order, tt.shortcut, got, tt.want)
			}
		}
	}
}

// The counts of the small networks that the lesion study trains.
func TestDigitsNetworks(t *testing.T) {
	for width, want := range map[int]int{8: 434_146, 4: 109_654} {
		net := mustResNet(t, models.Config{Depth: 110, Width: width, Input: [3]int{1, 8, 8}})
		if got := net.NumParams(); got != want {
			t.Errorf("ResNet-110 of width %d: got %d parameters, want %d", width, got, want)
		}
		if got := len(net.Blocks()); got != 54 {
			t.Errorf("ResNet-110: got %d blocks, want 54", got)
		}
	}
}

func TestCoefficientsStartWhereTheAuthorsDrawThem(t *testing.T) {
	net, err := models.LMResNet(models.Config{Depth: 56})
	if err != nil {
		t.Fatal(err)
	}
	steps := 0
	for i, k := range net.Coefficients() {
		euler := i == 0 || net.Blocks()[i].Transition
		if euler != (k == 0) {
			t.Errorf("block %d: got k = %v, want 0 only in Euler steps", i, k)
		}
		if k < -0.1 || k > 0 {
			t.Errorf("block %d: got k = %v, want it in [-0.1, 0]", i, k)
		}
		if !euler {
			steps++
		}
	}
	if want := 3 * (9 - 1); steps != want {
		t.Errorf("got %d multi-step blocks, want %d", steps, want)
	}
}

func TestMistakesInAConfig(t *testing.T) {
	tests := []struct {
		name   string
		build  func(models.Config) (*models.Net, error)
		config models.Config
		want   string
	}{
		{"no depth", models.ResNet, models.Config{}, "ResNet: got depth 0, want 6n+2"},
		{"a depth between", models.LMResNet, models.Config{Depth: 21}, "LMResNet: got depth 21, want 6n+2 for three stages of n ≥ 1 blocks, such as 20 or 26"},
		{"a depth that is too small", models.ResNet, models.Config{Depth: 3}, "such as 8, 20 or 110"},
		{"no order", models.ResNet, models.Config{Depth: 20, Order: 2}, "got order 2, want PreActivation or Original"},
		{"no shortcut", models.ResNet, models.Config{Depth: 20, Shortcut: -1}, "got shortcut -1, want one such as Default, OptionA, OptionB or NormProjection"},
		{"no shortcut of vectors", models.ResNet, models.Config{Branch: models.Dense{Hidden: 4}, Blocks: 2, Input: [3]int{1, 1, 1}, Shortcut: 99}, "got shortcut 99"},
		{"a projection that begins with a norm", original, models.Config{Depth: 20, Shortcut: models.NormProjection}, "got BN-ReLU-projection in the original order, want another such as OptionA or OptionB there"},
		{"dense in the original order", original, models.Config{Branch: models.Dense{Hidden: 4}, Blocks: 2, Input: [3]int{1, 1, 1}}, "got original order with a Dense branch"},
		{"negative width", models.Plain, models.Config{Depth: 14, Width: -1}, "Plain: got width -1, want at least 1"},
		{"an input without rows", models.ResNet, models.Config{Depth: 20, Input: [3]int{3, 0, 32}}, "got input [3 0 32]"},
		{"one class", models.ResNet, models.Config{Depth: 20, Classes: 1}, "got 1 classes, want at least 2"},
		{"blocks beside a depth", models.ResNet, models.Config{Depth: 20, Blocks: 3}, "got 3 blocks beside a depth"},
		{"dense without blocks", models.ResNet, models.Config{Branch: models.Dense{Hidden: 4}, Input: [3]int{1, 1, 1}}, "got 0 blocks"},
		{"dense on images", models.ResNet, models.Config{Branch: models.Dense{Hidden: 4}, Blocks: 2}, "want vectors"},
		{"a depth of bottlenecks", models.ResNet, models.Config{Depth: 112, Branch: models.Bottleneck{}}, "got depth 112, want 9n+2 for three stages of n ≥ 1 blocks, such as 110 or 119"},
		{"a depth of ImageNet", models.ResNet, models.Config{Depth: 51, Layout: models.ImageNet}, "got depth 51 in the ImageNet layout, want 18, 34, 50, 101 or 152"},
		{"a depth of basic blocks", models.ResNet, models.Config{Depth: 50, Layout: models.ImageNet, Branch: models.Basic{}}, "got depth 50 of basic blocks in the ImageNet layout, want 18 or 34"},
		{"an image smaller than the strides", models.ResNet, models.Config{Depth: 18, Layout: models.ImageNet, Input: [3]int{3, 32, 28}}, "got images of 32×28 in the ImageNet layout, whose strides divide them by 32, want at least 32×32, or the CIFAR layout"},
		{"no layout", models.ResNet, models.Config{Depth: 18, Layout: 7}, "got layout 7, want CIFAR, ImageNet or VGG"},
		{"no transition", models.LMResNet, models.Config{Depth: 20, Transition: 7}, "got transition 7, want Restart or Project"},
		{"a transition without a state before", models.ResNet, models.Config{Depth: 20, Transition: models.Project}, "got project, want Restart"},
		{"groups that do not divide", models.ResNeXt, models.Config{Depth: 29, Width: 24, Branch: models.Bottleneck{Groups: 32, GroupWidth: 4}}, "got bottlenecks of 32×4d in a stage of width 24, whose groups would have 1.5 channels, want a width that 16 divides"},
		{"a negative cardinality", models.ResNet, models.Config{Depth: 29, Branch: models.Bottleneck{Groups: -1}}, "got bottlenecks of -1 groups of width 0, want at least 0 of each"},
		{"one group", models.ResNeXt, models.Config{Depth: 29, Branch: models.Bottleneck{}}, "want a Bottleneck of at least 2 groups"},
		{"a wide depth", models.WideResNet, models.Config{Depth: 20}, "got depth 20, want 6n+4 for three stages of n ≥ 1 blocks, such as 16 or 22"},
		{"dropout for sure", models.WideResNet, models.Config{Depth: 28, Dropout: 1}, "got a dropout of 1, want 0 to below 1"},
		{"dropout elsewhere", models.ResNet, models.Config{Depth: 20, Dropout: 0.3}, "got a dropout of 0.3 in the pre-activation, want 0, or WideResNet"},
		{"wide bottlenecks", models.WideResNet, models.Config{Depth: 28, Branch: models.Bottleneck{}}, "want Basic in the CIFAR layout"},
		{"wide and not", models.ResNet, models.Config{Depth: 28, Widen: 10}, "got Widen 10, want 0, or WideResNet"},
		{"negatively wide", models.WideResNet, models.Config{Depth: 28, Widen: -1}, "got Widen -1, want at least 0"},
		{"dense on ImageNet", models.ResNet, models.Config{Branch: models.Dense{Hidden: 4}, Blocks: 2, Input: [3]int{1, 1, 1}, Layout: models.ImageNet}, "want no layout"},
		{"plain bottlenecks", models.Plain, models.Config{Depth: 29, Branch: models.Bottleneck{}}, "want the convolutions of a plain network"},
		{"a depth of VGG", models.Plain, models.Config{Depth: 15, Layout: models.VGG}, "got depth 15 in the VGG layout, want 11, 13, 16 or 19"},
		{"an image too small for VGG", models.Plain, models.Config{Depth: 11, Layout: models.VGG, Input: [3]int{1, 8, 8}}, "got images of 8×8 in the VGG layout, whose strides divide them by 32, want at least 32×32"},
		{"a residual VGG", models.ResNet, models.Config{Depth: 11, Layout: models.VGG}, "got the VGG layout, want it with Plain alone"},
		{"dense and plain", models.Plain, models.Config{Branch: models.Dense{Hidden: 4}, Blocks: 2, Input: [3]int{1, 1, 1}}, "Dense branch"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.build(tt.config)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestSameSeedSameNetwork(t *testing.T) {
	ctx, digits := context.Background(), data.Digits(1)
	predict := func(seed uint64) [][]float32 {
		out, err := mustResNet(t, models.Config{Depth: 8, Width: 4, Input: digits.Shape(), Seed: seed}).Predict(ctx, digits.Test)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	a, b, c := predict(1), predict(1), predict(2)
	if fmt.Sprint(a) != fmt.Sprint(b) {
		t.Error("got different logits from the same seed")
	}
	if fmt.Sprint(a) == fmt.Sprint(c) {
		t.Error("got the same logits from different seeds")
	}
	if len(a) != 500 || len(a[0]) != 10 {
		t.Errorf("got %d rows of %d logits, want 500 of 10", len(a), len(a[0]))
	}
}

// The last batch is smaller than the others; a sample's logits must not depend
// on what else was in its batch.
func TestPredictionsDoNotDependOnTheBatch(t *testing.T) {
	ctx, digits := context.Background(), data.Digits(1)
	net := mustResNet(t, models.Config{Depth: 8, Width: 4, Input: digits.Shape()})
	all, err := net.Predict(ctx, digits.Test)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range []int{0, 63, 64, 499} {
		one := &data.Set{Shape: digits.Test.Shape, Images: digits.Test.Image(i)}
		got, err := net.Predict(ctx, one)
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(got[0]) != fmt.Sprint(all[i]) {
			t.Errorf("sample %d: got %v alone, want %v as in its batch", i, got[0], all[i])
		}
	}
}

func TestPredictStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	digits := data.Digits(1)
	net := mustResNet(t, models.Config{Depth: 8, Input: digits.Shape()})
	if _, err := net.Predict(ctx, digits.Test); err != context.Canceled {
		t.Errorf("got error %v, want context.Canceled", err)
	}
}

func TestMistakesInData(t *testing.T) {
	ctx := context.Background()
	net := mustResNet(t, models.Config{Depth: 8, Input: [3]int{1, 8, 8}})
	tests := []struct {
		name string
		set  *data.Set
		want string
	}{
		{"nothing", nil, "got no data set"},
		{"another shape", &data.Set{Shape: [3]int{3, 8, 8}, Images: make([]float32, 192)}, "got samples of shape [3 8 8], want [1 8 8]"},
		{"part of an image", &data.Set{Shape: [3]int{1, 8, 8}, Images: make([]float32, 65)}, "got 65 image values"},
		{"no labels", &data.Set{Shape: [3]int{1, 8, 8}, Images: make([]float32, 64)}, "got 0 labels"},
		{"a label too large", &data.Set{Shape: [3]int{1, 8, 8}, Images: make([]float32, 64), Labels: []int{10}}, "got label 10"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := net.Evaluate(ctx, tt.set)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestMeasureIsStable(t *testing.T) {
	out := [][]float32{{1e30, 0}, {-3e38, 3e38}, {0, 0}}
	got, err := models.Measure(out, &data.Set{Labels: []int{0, 1, 1}})
	if err != nil {
		t.Fatal(err)
	}
	if want := math.Ln2 / 3; math.Abs(got.Loss-want) > 1e-12 {
		t.Errorf("got loss %v, want %v", got.Loss, want)
	}
	if want := 100.0 / 3; math.Abs(got.Error-want) > 1e-12 {
		t.Errorf("got error %v %%, want %v: of equal logits the first counts", got.Error, want)
	}
}

func TestTheLipschitzBoundHoldsFromTheStart(t *testing.T) {
	net := mustResNet(t, models.Config{
		Branch: models.Dense{Hidden: 16, Lipschitz: 0.5}, Blocks: 4, Input: [3]int{3, 1, 1},
	})
	ctx := context.Background()
	at := func(x ...float32) []float32 {
		out, err := net.Predict(ctx, &data.Set{Shape: [3]int{3, 1, 1}, Images: x})
		if err != nil {
			t.Fatal(err)
		}
		return out[0]
	}
	a, b := at(0.1, -0.2, 0.3), at(0.2, 0.1, -0.4)
	var in, out float64
	for i, d := range []float64{0.1, 0.3, -0.7} {
		in += d * d
		out += math.Pow(float64(b[i]-a[i]), 2)
	}
	if ratio := math.Sqrt(out / in); ratio > math.Pow(1.5, 4) || ratio < math.Pow(0.5, 4) {
		t.Errorf("got a map that stretches by %v, want it in [0.5⁴, 1.5⁴]", ratio)
	}
}

func mustResNet(t *testing.T, c models.Config) *models.Net {
	t.Helper()
	net, err := models.ResNet(c)
	if err != nil {
		t.Fatal(err)
	}
	return net
}

func ExampleResNet() {
	net, err := models.ResNet(models.Config{Depth: 110})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(net)
	// Output:
	// ResNet-110 on 3×32×32: 1,727,962 parameters, 252,887,680 multiply-accumulates per sample
	// part     blocks  output    parameters
	// stem             16×32×32  432
	// stage 1  18      16×32×32  84,096
	// stage 2  18      32×16×16  329,440
	// stage 3  18      64×8×8    1,313,216
	// head             10        778
}

// A linear multi-step network has one coefficient more for every block that has
// a state before its own.
func ExampleLMResNet() {
	config := models.Config{Depth: 20, Shortcut: models.NormProjection}
	res, err := models.ResNet(config)
	if err != nil {
		log.Fatal(err)
	}
	lm, err := models.LMResNet(config)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(lm.NumParams()-res.NumParams(), "coefficients in", len(lm.Blocks()), "blocks")
	fmt.Println(res.Scheme().Name())
	// Output:
	// 6 coefficients in 9 blocks
	// forward Euler
}
