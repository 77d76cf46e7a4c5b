package models_test

import (
	"fmt"
	"log"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/ode"
)

// built is a network and the function that makes it.
type built struct {
	name   string
	build  func(models.Config) (*models.Net, error)
	config models.Config
	params int
	macs   int64 // 0: not compared
}

// compare builds the network and counts.
func (b built) compare(t *testing.T) {
	t.Helper()
	t.Run(b.name, func(t *testing.T) {
		const large = 5e6
		if testing.Short() && b.params > large {
			t.Skip("drawing its weights takes a second or more")
		}
		net, err := b.build(b.config)
		if err != nil {
			t.Fatal(err)
		}
		if got := net.NumParams(); got != b.params {
			t.Errorf("got %d parameters, want %d", got, b.params)
		}
		if got := net.MACs(); b.macs != 0 && got != b.macs {
			t.Errorf("got %d multiply-accumulates, want %d", got, b.macs)
		}
	})
}

// TestCountsOfBottlenecks holds CIFAR networks of bottlenecks to integers that were
// computed from other definitions of them.
func TestCountsOfBottlenecks(t *testing.T) {
	one := models.Bottleneck{}
	resnext := func(groups, width int) models.Config {
		return models.Config{Depth: 29, Width: 64, Order: models.Original, Branch: models.Bottleneck{Groups: groups, GroupWidth: width}}
	}
	hundred := func(c models.Config) models.Config { c.Classes = 100; return c }
	preB := models.Config{Depth: 164, Branch: one, Shortcut: models.OptionB}
	base := models.Config{Depth: 164, Branch: one, Shortcut: models.NormProjection}
	for _, b := range []built{
		{"ResNet-164", models.ResNet, models.Config{Depth: 164, Branch: one}, 1_703_258, 247_646_720},
		{"ResNet-164, option B", models.ResNet, preB, 1_703_258, 247_646_720},
		{"ResNet-164 in the original order", original, models.Config{Depth: 164, Branch: one}, 1_704_154, 247_646_720},
		{"ResNet-164 of 100 classes", models.ResNet, models.Config{Depth: 164, Branch: one, Classes: 100}, 1_726_388, 0},
		{"ResNet-164 of 100 classes in the original order", original, models.Config{Depth: 164, Branch: one, Classes: 100}, 1_727_284, 0},
		{"ResNet-1001", models.ResNet, models.Config{Depth: 1001, Branch: one}, 10_327_706, 1_490_995_712},
		{"ResNet-1001 in the original order", original, models.Config{Depth: 1001, Branch: one}, 10_328_602, 1_490_995_712},
		{"ResNet-1001 of 100 classes", models.ResNet, models.Config{Depth: 1001, Branch: one, Classes: 100}, 10_350_836, 0},
		{"ResNet-1202", models.ResNet, models.Config{Depth: 1202}, 19_421_274, 2_829_238_912},
		{"ResNet-1202, option B", models.ResNet, models.Config{Depth: 1202, Shortcut: models.OptionB}, 19_423_834, 0},
		{"ResNet-1202, option B, in the original order", original, models.Config{Depth: 1202, Shortcut: models.OptionB}, 19_424_026, 0},
		{"ResNet-1202 of 100 classes", models.ResNet, models.Config{Depth: 1202, Classes: 100}, 19_427_124, 0},
		{"ResNet-1001 of 100 classes in the original order", original, models.Config{Depth: 1001, Branch: one, Classes: 100}, 10_351_732, 0},
		{"the base of LM-ResNet-164", models.ResNet, base, 1_703_674, 0},
		{"LM-ResNet-164", models.LMResNet, models.Config{Depth: 164, Branch: one}, 1_703_725, 0},
		{"LM-ResNet-164 of 100 classes", models.LMResNet, models.Config{Depth: 164, Branch: one, Classes: 100}, 1_726_855, 0},
		{"ResNeXt-29 1×64d", original, resnext(1, 64), 4_914_250, 0},
		{"ResNeXt-29 2×64d", models.ResNeXt, resnext(2, 64), 9_130_314, 0},
		{"ResNeXt-29 4×64d", models.ResNeXt, resnext(4, 64), 17_562_442, 2_736_465_920},
		{"ResNeXt-29 32×4d", models.ResNeXt, resnext(32, 4), 4_775_754, 774_055_936},
		{"ResNeXt-29 32×4d of 100 classes", models.ResNeXt, hundred(resnext(32, 4)), 4_868_004, 0},
		{"ResNeXt-29 8×64d", models.ResNeXt, models.Config{Depth: 29, Order: models.Original}, 34_426_698, 5_387_266_048},
		{"ResNeXt-29 8×64d of 100 classes", models.ResNeXt, hundred(resnext(8, 64)), 34_518_948, 0},
		{"ResNeXt-29 16×64d of 100 classes", models.ResNeXt, hundred(resnext(16, 64)), 68_247_460, 0},
		{"ResNeXt-29 16×64d", models.ResNeXt, resnext(16, 64), 68_155_210, 10_688_866_304},
	} {
		b.compare(t)
	}
}

// TestCountsOfTransitions: to project the state before, a shortcut is needed in each
// of two transitions, and their blocks get a coefficient.
func TestCountsOfTransitions(t *testing.T) {
	small := models.Config{Depth: 29, Width: 8, Shortcut: models.OptionB, Branch: models.Bottleneck{Groups: 2, GroupWidth: 32}}
	projecting := small
	projecting.Transition = models.Project
	var params []int
	for _, c := range []models.Config{small, projecting} {
		net, err := models.LMResNeXt(c)
		if err != nil {
			t.Fatal(err)
		}
		params = append(params, net.NumParams())
	}
	if got, want := params[1]-params[0], 32*64+64*128+2; got != want {
		t.Errorf("got %d parameters more, want %d", got, want)
	}
}

func TestCountsOfWideResNets(t *testing.T) {
	wide := func(depth, widen, classes int) models.Config {
		return models.Config{Depth: depth, Widen: widen, Classes: classes}
	}
	for _, b := range []built{
		{"WRN-16-10", models.WideResNet, wide(16, 10, 10), 17_116_634, 2_412_173_568},
		{"WRN-16-10 of 100 classes", models.WideResNet, wide(16, 10, 100), 17_174_324, 0},
		{"WRN-28-10", models.WideResNet, wide(28, 0, 10), 36_479_194, 5_243_328_768},
		{"WRN-28-10 of 100 classes", models.WideResNet, wide(28, 0, 100), 36_536_884, 0},
		{"WRN-40-4", models.WideResNet, wide(40, 4, 10), 8_949_210, 1_298_582_016},
		{"WRN-40-4 of 100 classes", models.WideResNet, wide(40, 4, 100), 8_972_340, 0},
	} {
		b.compare(t)
	}
}

// TestCountsOfTorchvision counts as torchvision does, on images of 224×224.
func TestCountsOfTorchvision(t *testing.T) {
	for _, tt := range []struct {
		name    string
		classes int
		params  int
		macs    int64
	}{
		{"resnet18", 0, 11_689_512, 1_814_073_344},
		{"resnet18", 10, 11_181_642, 0},
		{"resnet34", 0, 21_797_672, 3_663_761_408},
		{"resnet34", 10, 21_289_802, 0},
		{"resnet50", 0, 25_557_032, 4_089_184_256},
		{"resnet50", 10, 23_528_522, 0},
		{"resnet101", 0, 44_549_160, 7_801_405_440},
		{"resnet101", 10, 42_520_650, 0},
		{"resnet152", 10, 58_164_298, 0},
		{"resnet152", 0, 60_192_808, 11_513_626_624},
		{"resnext50_32x4d", 0, 25_028_904, 4_230_479_872},
		{"resnext50_32x4d", 10, 23_000_394, 0},
		{"resnext101_32x8d", 0, 88_791_336, 0},
		{"resnext101_64x4d", 0, 83_455_272, 0},
		{"wide_resnet50_2", 0, 68_883_240, 0},
		{"wide_resnet101_2", 0, 126_886_696, 0},
	} {
		build := func(c models.Config) (*models.Net, error) { return models.Torchvision(tt.name, c) }
		built{tt.name, build, models.Config{Classes: tt.classes}, tt.params, tt.macs}.compare(t)
	}
	large := models.Config{Layout: models.ImageNet, Order: models.Original, Depth: 50}
	built{"LM-ResNet-50", models.LMResNet, large, 25_557_044, 4_089_184_256}.compare(t)
	large.Depth = 101
	built{"LM-ResNet-101", models.LMResNet, large, 44_549_189, 0}.compare(t)
}

// TestLearnedTensorsOfTorchvision counts what torchvision's optimizers are handed.
func TestLearnedTensorsOfTorchvision(t *testing.T) {
	if testing.Short() {
		t.Skip("draws two hundred million weights")
	}
	for name, want := range map[string]int{
		"resnet18": 62, "resnet34": 110, "resnet50": 161, "resnet101": 314, "resnet152": 467, "resnext50_32x4d": 161,
	} {
		net, err := models.Torchvision(name, models.Config{Classes: 10})
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		for _, p := range net.Params() {
			if p.Learned {
				got++
			}
		}
		if got != want {
			t.Errorf("%s: got %d learned tensors, want %d", name, got, want)
		}
	}
}

// TestCountsOfVGG takes from torchvision's count of vgg16_bn the biases of its
// convolutions and its three linear layers, and adds the one that there is here.
func TestCountsOfVGG(t *testing.T) {
	const (
		torchvision = 138_365_992
		biases      = 2*64 + 2*128 + 3*256 + 6*512
		classifier  = (512*7*7+1)*4096 + (4096+1)*4096 + (4096+1)*1000
	)
	large := models.Config{Depth: 16, Layout: models.VGG, Classes: 1000}
	built{"VGG-16", models.Plain, large, torchvision - biases - classifier + (512+1)*1000, 0}.compare(t)
}

// A deleted layer passes on what the maximum before it leaves of the image.
func TestLesionsOfVGG(t *testing.T) {
	set := &data.Set{Shape: [3]int{1, 32, 33}, Images: make([]float32, 32*33)}
	for i := range set.Images {
		set.Images[i] = float32(i % 7)
	}
	net, err := models.Plain(models.Config{Depth: 11, Layout: models.VGG, Width: 4, Input: set.Shape})
	if err != nil {
		t.Fatal(err)
	}
	r, err := net.Compile(nn.Options{}, models.NoLoss)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Load(set.Images); err != nil {
		t.Fatal(err)
	}
	outputs := func() string {
		if err := r.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		logits := make([]float32, net.Outputs())
		if err := r.Read(logits); err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(logits)
	}
	whole := outputs()
	for i, gate := range r.Blocks {
		gate.Deleted = true
		if outputs() == whole {
			t.Errorf("%v: got the same logits without it", net.Blocks()[i])
		}
		gate.Deleted = false
	}
	if outputs() != whole {
		t.Error("got other logits with every gate open again")
	}
}

// TestTheStrideOnTheFirstConvolution changes the work and no parameter.
func TestTheStrideOnTheFirstConvolution(t *testing.T) {
	c := models.Config{Depth: 29, Branch: models.Bottleneck{}}
	late := mustResNet(t, c)
	c.Branch = models.Bottleneck{StrideFirst: true}
	early := mustResNet(t, c)
	// Stages 2 and 3 have w = 32, 64 channels inside and 2w before. On four times the
	// pixels, the first convolution is 2w·w more work times three.
	less := int64(3 * (2*32*32*16*16 + 2*64*64*8*8))
	if got := late.MACs() - early.MACs(); got != less || late.NumParams() != early.NumParams() {
		t.Errorf("got %d multiply-accumulates less and %d parameters, want %d and %d", got, early.NumParams(), less, late.NumParams())
	}
}

// TestSchemesOfFamilies: a block in pre-activation is a step of a scheme, one behind
// whose sum a ReLU stands is none.
func TestSchemesOfFamilies(t *testing.T) {
	grouped := models.Bottleneck{Groups: 2, GroupWidth: 32}
	for _, tt := range []struct {
		name    string
		build   func(models.Config) (*models.Net, error)
		config  models.Config
		steps   int // multi-steps
		nothing bool
	}{
		{"ResNeXt", models.ResNeXt, models.Config{Depth: 29, Width: 4, Branch: grouped}, 0, false},
		{"WRN", models.WideResNet, models.Config{Depth: 16, Width: 2, Widen: 2}, 0, false},
		{"ImageNet", models.ResNet, models.Config{Depth: 18, Width: 2, Layout: models.ImageNet}, 0, false},
		{"LM-ResNeXt", models.LMResNeXt, models.Config{Depth: 29, Width: 4, Branch: grouped}, 6, false},
		{"LM-ResNeXt that projects", models.LMResNeXt, models.Config{Depth: 29, Width: 4, Branch: grouped, Transition: models.Project}, 8, false},
		{"LM-ResNet-18", models.LMResNet, models.Config{Depth: 18, Width: 2, Layout: models.ImageNet}, 4, false},
		{"LM-ResNet in the original order", models.LMResNet, models.Config{Depth: 20, Width: 2, Order: models.Original}, 6, true},
	} {
		net, err := tt.build(tt.config)
		if err != nil {
			t.Fatal(err)
		}
		steps := 0
		for i, b := range net.Blocks() {
			want := ""
			switch k := net.Coefficients()[i]; {
			case k != 0 && !tt.nothing:
				want = ode.LM(k).Name()
			case !tt.nothing:
				want = ode.ForwardEuler.Name()
			}
			if net.Coefficients()[i] != 0 {
				steps++
			}
			if got := b.Scheme(); (got == nil) != tt.nothing || got != nil && got.Name() != want {
				t.Errorf("%s: %v: got the scheme %v, want %q", tt.name, b, got, want)
			}
		}
		if steps != tt.steps || (net.Scheme() == nil) != tt.nothing {
			t.Errorf("%s: got %d multi-steps and the scheme %v, want %d and none: %t", tt.name, steps, net.Scheme(), tt.steps, tt.nothing)
		}
	}
}

// A ResNeXt's branch is as many narrow branches as it has groups.
func ExampleResNeXt() {
	net, err := models.ResNeXt(models.Config{Depth: 29, Width: 16, Branch: models.Bottleneck{Groups: 4, GroupWidth: 16}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(net)
	// Output:
	// ResNeXt-29 4×16d on 3×32×32: 203,354 parameters, 31,181,312 multiply-accumulates per sample
	// part     blocks  output     parameters
	// stem             16×32×32   432
	// stage 1  3       64×32×32   8,608
	// stage 2  3       128×16×16  38,656
	// stage 3  3       256×8×8    152,576
	// head             10         3,082
}

// Torchvision's networks have its names, so that its weights can be restored.
func ExampleTorchvision() {
	net, err := models.Torchvision("resnet18", models.Config{Input: [3]int{3, 64, 64}, Classes: 10})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(net)
	fmt.Println(net.Params()[0])
	// Output:
	// ResNet-18 in the original order on 3×64×64: 11,181,642 parameters, 148,050,944 multiply-accumulates per sample
	// part     blocks  output    parameters
	// stem             64×16×16  9,536
	// stage 1  2       64×16×16  147,968
	// stage 2  2       128×8×8   525,568
	// stage 3  2       256×4×4   2,099,712
	// stage 4  2       512×2×2   8,393,728
	// head             10        5,130
	// conv1.weight [64 3 7 7]
}

// Where the shape changes, the scheme starts anew, or goes on from a projection of
// the state before.
func ExampleLMResNeXt() {
	c := models.Config{Depth: 29, Width: 8, Branch: models.Bottleneck{Groups: 2, GroupWidth: 32}}
	for _, c.Transition = range []models.Transition{models.Restart, models.Project} {
		net, err := models.LMResNeXt(c)
		if err != nil {
			log.Fatal(err)
		}
		steps := 0
		for _, k := range net.Coefficients() {
			if k != 0 {
				steps++
			}
		}
		fmt.Printf("%v: %d multi-steps in %d blocks\n", c.Transition, steps, len(net.Blocks()))
	}
	// Output:
	// restart: 6 multi-steps in 9 blocks
	// project: 8 multi-steps in 9 blocks
}

func ExampleWideResNet() {
	net, err := models.WideResNet(models.Config{Depth: 16, Widen: 2})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(net.Summary())
	// Output:
	// WRN-16-2 on 3×32×32: 691,674 parameters, 101,106,944 multiply-accumulates per sample
}
