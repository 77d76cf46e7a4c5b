package models_test

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
)

// TestFamiliesAsInPyTorch holds small networks of each family to their logits;
// testdata/families.py says how those were made.
func TestFamiliesAsInPyTorch(t *testing.T) {
	text, err := os.ReadFile("testdata/families.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []familyFixture }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	for _, f := range file.Cases {
		t.Run(f.String(), func(t *testing.T) {
			net, err := f.build()
			if err != nil {
				t.Fatal(err)
			}
			f.fill(t, net)
			images, _ := f.batch(0)
			f.compare(t, net, &data.Set{Shape: f.Input, Images: images}, 1e-6) // Predict returns float32
		})
	}
}

// familyFixture is what PyTorch computed in float64.
type familyFixture struct {
	fixture
	Family      string
	ImageNet    bool
	VGG         bool
	Widen       int
	Groups      int
	GroupWidth  int
	StrideFirst bool
	Project     bool
}

func (f familyFixture) String() string {
	return fmt.Sprintf("%s-%d %s %s %d×%dd ImageNet %t VGG %t project %t", f.Family, f.Depth, f.Order, f.Shortcut, f.Groups, f.GroupWidth, f.ImageNet, f.VGG, f.Project)
}

func (f familyFixture) build() (*models.Net, error) {
	c := models.Config{Depth: f.Depth, Width: f.Width, Widen: f.Widen, Input: f.Input, Classes: 10, Float64: true}
	c.Shortcut = map[string]models.Shortcut{
		"A": models.OptionA, "B": models.OptionB, "norm": models.NormProjection, "shared": models.SharedProjection,
	}[f.Shortcut]
	if f.Groups > 0 {
		c.Branch = models.Bottleneck{Groups: f.Groups, GroupWidth: f.GroupWidth, StrideFirst: f.StrideFirst}
	}
	if f.Order == "original" {
		c.Order = models.Original
	}
	if f.ImageNet {
		c.Layout = models.ImageNet
	}
	if f.VGG {
		c.Layout = models.VGG
	}
	if f.Project {
		c.Transition = models.Project
	}
	return map[string]func(models.Config) (*models.Net, error){
		"ResNet": models.ResNet, "ResNeXt": models.ResNeXt, "WRN": models.WideResNet, "Plain": models.Plain,
		"LM-ResNet": models.LMResNet, "LM-ResNeXt": models.LMResNeXt,
	}[f.Family](c)
}

// fill gives every parameter and statistic the formula's values.
func (f fixture) fill(t *testing.T, net *models.Net) {
	t.Helper()
	features := features(net)
	for _, p := range net.Params() {
		values := f.filled(p, features)
		for i, v := range values {
			values[i] = float64(float32(v))
		}
		if err := p.Set(values); err != nil {
			t.Fatal(err)
		}
	}
}
