package models_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

// Two branches have twice the weights of one: of ResNet-20's 269,722 numbers all
// but the stem's 432, the last normalization's 128 and the classifier's 650.
func TestShakeShakeHasTwoBranches(t *testing.T) {
	one, err := models.ResNet(models.Config{Depth: 20})
	if err != nil {
		t.Fatal(err)
	}
	two, err := models.ResNet(models.Config{Depth: 20, Branch: models.ShakeShake{}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := two.NumParams(), 2*269722-(432+128+650); got != want {
		t.Errorf("got %d parameters, want %d", got, want)
	}
	const around = 32*32*432 + 64*10
	if got, want := two.MACs(), 2*one.MACs()-around; got != want {
		t.Errorf("got %d multiply-accumulates, want %d", got, want)
	}
	if got, want := two.Name(), "ResNet-20, Shake-Shake"; got != want {
		t.Errorf("got the name %q, want %q", got, want)
	}
}

// A batch of twins comes out as twins if its images are mixed alike, and does not if
// each has a mixture of its own.
func TestShakeShakeByBatch(t *testing.T) {
	for name, batch := range map[string]bool{"ResNet-8, Shake-Shake": false, "ResNet-8, Shake-Shake by batch": true} {
		net, err := models.ResNet(models.Config{Depth: 8, Width: 2, Input: [3]int{1, 8, 8}, Branch: models.ShakeShake{Batch: batch}, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		if net.Name() != name {
			t.Errorf("got the name %q, want %q", net.Name(), name)
		}
		r, err := net.Compile(nn.Options{Batch: 2, Training: true, Seed: 1}, models.CrossEntropy)
		if err != nil {
			t.Fatal(err)
		}
		image := make([]float32, 64)
		for i := range image {
			image[i] = float32(i%7) - 3
		}
		logits := make([]float32, 20)
		if err := errors.Join(r.Load(slices.Concat(image, image)), r.Labels([]int{3, 3}), r.Run(t.Context()), r.Read(logits)); err != nil {
			t.Fatal(err)
		}
		if twins := slices.Equal(logits[:10], logits[10:]); twins != batch {
			t.Errorf("%s: got logits %v and %v of the same image twice", name, logits[:10], logits[10:])
		}
	}
}

func TestShakeShakeThatCannotBe(t *testing.T) {
	tests := []struct {
		name  string
		build func(models.Config) (*models.Net, error)
		c     models.Config
		want  string
	}{
		{"original order", models.ResNet, models.Config{Depth: 8, Order: models.Original}, "got a ShakeShake branch in the CIFAR layout and the original order"},
		{"ImageNet", models.ResNet, models.Config{Depth: 18, Layout: models.ImageNet}, "got a ShakeShake branch in the ImageNet layout"},
		{"a shared projection", models.ResNet, models.Config{Depth: 8, Shortcut: models.SharedProjection}, "which has two BN-ReLU to share"},
		{"a plain network", models.Plain, models.Config{Depth: 8}, "got a models.ShakeShake branch, want the convolutions of a plain network"},
		{"ResNeXt", models.ResNeXt, models.Config{Depth: 11}, "got a branch of type models.ShakeShake in one group"},
		{"a wide network", models.WideResNet, models.Config{Depth: 10}, "got a branch of type models.ShakeShake in the CIFAR layout"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.c.Branch = models.ShakeShake{}
			_, err := tt.build(tt.c)
			mustContain(t, err, tt.want)
		})
	}
}
