package protocol

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/train"
)

// TestTrainings holds the default options to the published protocol: which
// networks there are, for how long they train, and how many parameters they have.
func TestTrainings(t *testing.T) {
	p := &Protocol{o: Options{}.filled()}
	want := []struct {
		name       string
		epochs     int
		parameters int // 97,216n − 21,926 of a ResNet of 3n blocks; with projections 2,656 more, and 3(n−1) coefficients
	}{
		{"resnet-110-seed0", 160, 1727962},
		{"plain-14-seed0", 160, 172474},
		{"resnet-110-effective-seed0", 160, 1727962},
		{"resnet-20-seed0", 160, 269722},
		{"lm-resnet-20-seed0", 160, 272384},
		{"resnet-32-seed0", 160, 464154},
		{"lm-resnet-32-seed0", 160, 466822},
		{"resnet-44-seed0", 160, 658586},
		{"lm-resnet-44-seed0", 160, 661260},
		{"resnet-56-seed0", 160, 853018},
		{"lm-resnet-56-seed0", 160, 855698},
		{"lm-resnet-110-seed0", 160, 1730669},
		{"resnet-110-stochastic-seed0", 500, 1727962},
		{"lm-resnet-110-stochastic-seed0", 500, 1730669},
		{"lm-resnet-56-stochastic-seed0", 500, 855698},
	}
	got := p.trainings()
	if len(got) != len(want) {
		t.Fatalf("got %d trainings, want %d", len(got), len(want))
	}
	for i, w := range want {
		net, err := got[i].net(p.o.Width)
		if err != nil {
			t.Fatal(err)
		}
		if got[i].name() != w.name || got[i].epochs != w.epochs {
			t.Errorf("got %s for %d epochs, want %s for %d", got[i].name(), got[i].epochs, w.name, w.epochs)
		}
		if n := net.NumParams(); n != w.parameters {
			t.Errorf("%s: got %d parameters, want %d", w.name, n, w.parameters)
		}
	}
}

// TestBlocksOfABatch is which blocks take part in the perturbed trainings.
func TestBlocksOfABatch(t *testing.T) {
	p := &Protocol{o: Options{}.filled()}
	if got := p.effective().blocks.(train.EffectivePaths).Blocks; got != 23 {
		t.Errorf("got %d of 54 blocks in a batch, want 23", got)
	}
	for i, want := range []struct {
		last  float64
		sum   float64 // of the probabilities, over all blocks
		count int
	}{
		{0.5, 40.25, 54},
		{0.5, 40.5, 54},
		{0.8, 27 * 0.9, 27},
	} {
		one := p.stochastic()[i]
		d := one.blocks.(train.StochasticDepth)
		if d.Last != want.last || blocks(one.depth) != want.count {
			t.Errorf("%s: got %v at the last of %d blocks, want %v of %d", one.name(), d.Last, blocks(one.depth), want.last, want.count)
		}
		if got := share(one) * float64(want.count); got < want.sum-1e-9 || got > want.sum+1e-9 {
			t.Errorf("%s: got %v blocks in the mean, want %v", one.name(), got, want.sum)
		}
	}
	p.o.Depth = 14
	if got := p.effective().blocks.(train.EffectivePaths).Blocks; got != 3 {
		t.Errorf("got %d of 6 blocks in a batch, want 3", got)
	}
}

// TestRecipe is what training has in common, and what only deep networks have.
func TestRecipe(t *testing.T) {
	p := &Protocol{o: Options{}.filled()}
	for _, depth := range []int{20, 56, 110} {
		o := p.recipe(p.residual(depth))
		if o.Batch != 128 || o.Augment.Pad != 4 || !o.Augment.Flip {
			t.Errorf("depth %d: got batches of %d, %v", depth, o.Batch, o.Augment)
		}
		for _, at := range []struct{ epoch, rate float64 }{{0, 0.1}, {79, 0.1}, {81, 0.01}, {119, 0.01}, {121, 0.001}, {160, 0.001}} {
			if got := o.Schedule.Rate(at.epoch / 160); got < at.rate*0.999 || got > at.rate*1.001 {
				t.Errorf("depth %d: got the rate %v in epoch %v, want %v", depth, got, at.epoch, at.rate)
			}
		}
		if warm := o.WarmUp.Steps > 0; warm != (depth == 110) {
			t.Errorf("depth %d: got %v", depth, o.WarmUp)
		}
		solver := o.Solver.(*train.SGD)
		if solver.Momentum != 0.9 || solver.Decay != 1e-4 || solver.Nesterov {
			t.Errorf("depth %d: got %s", depth, solver.Recipe())
		}
	}
}

// TestSteps reckons by hand what a protocol without results has to do.
func TestSteps(t *testing.T) {
	dir := t.TempDir()
	if err := StandIn(dir, 40, 30, 1); err != nil {
		t.Fatal(err)
	}
	p, err := Open(t.Context(), Options{
		Data: dir, Folder: t.TempDir(), Depth: 14, Control: 8, Depths: []int{8}, Width: 2,
		Epochs: 16, Batch: 15, Seeds: []uint64{1, 2}, Changes: 4, Draws: 5, Samples: 7,
	})
	if err != nil {
		t.Fatal(err)
	}
	if step, err := p.Step(t.Context(), 8, 2, 10); err != nil || step <= 0 {
		t.Errorf("got a step of %v, %v", step, err)
	}
	if _, err := p.Step(t.Context(), 8, 2, 0); err == nil {
		t.Error("got no error for a step of no images, want one")
	}
	rows, err := p.remaining()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]float64{
		"train ResNet-14": 2 * 16 * 3,                   // seeds, epochs, batches
		"delete-each":     (6./2 + 1) * 30 / 3 / 15,     // half the network for each of 6 blocks, once whole
		"delete-random":   (4*5 + 1) * 30. / 3 / 15,     // networks, one after the other
		"gradients":       7 * 16 * (1 + 7./2) / 3 / 15, // forward, and back along 0 to 6 blocks
	}
	for _, row := range rows {
		if steps, ok := want[row.What]; ok && (row.Steps < steps-1e-9 || row.Steps > steps+1e-9) {
			t.Errorf("%s: got %v steps, want %v", row.What, row.Steps, steps)
		}
		delete(want, row.What)
	}
	if len(want) > 0 {
		t.Errorf("got nothing of %v", want)
	}
	night := Estimate{Step: 763 * time.Millisecond, Rows: []Remaining{{"train ResNet-110", 391 * 160}}}
	if got := inWords(night.Total()); got != "13 h" {
		t.Errorf("got %s for 391 steps of 0.763 s in 160 epochs, want 13 h", got)
	}
}

// TestSeveralSeeds is what a table has of them.
func TestSeveralSeeds(t *testing.T) {
	h := &train.History{Epochs: []train.Epoch{{}}}
	list := Trainings{
		{Kind: "a", Test: models.Evaluation{Error: 4}, History: h},
		{Kind: "a", Test: models.Evaluation{Error: 6}, History: h},
		{Kind: "b", Test: models.Evaluation{Error: 7}, History: h},
	}
	for kind, want := range map[string]string{"a": "5.00 ± 1.41 of 2", "b": "7.00", "c": "not yet"} {
		if got := percent(list.Error(kind)); got != want {
			t.Errorf("%s: got %q, want %q", kind, got, want)
		}
	}
	if got := len(list.Curves()); got != 2 || len(list.Kinds()) != 2 {
		t.Errorf("got %d curves of %q, want one of each kind", got, list.Kinds())
	}
}

// TestAStoppedStudyIsNotKept: what it has measured so far is the caller's.
func TestAStoppedStudyIsNotKept(t *testing.T) {
	p := &Protocol{o: Options{Folder: t.TempDir()}}
	part := 1
	got, err := kept(p, "study", "words", func() (*int, error) { return &part, context.Canceled })
	if !errors.Is(err, context.Canceled) || got != &part {
		t.Errorf("got %v, %v, want what there is and the error", got, err)
	}
	if found, err := p.read("study", "words", nil); found || err != nil {
		t.Errorf("got %v, %v, want nothing kept", found, err)
	}
}
