package lesion_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/internal/progress"
	"github.com/unravel-go/unravel/lib/lesion"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/train"
)

type family struct {
	name  string
	build func(models.Config) (*models.Net, error)
	c     models.Config
}

// families are small networks of every kind of block and shortcut.
func families() []family {
	c := models.Config{Depth: 14, Width: 4, Input: [3]int{1, 8, 8}, Seed: 2}
	b := c
	b.Shortcut = models.OptionB
	a := c
	a.Shortcut = models.OptionA
	return []family{
		{"ResNet with option A", models.ResNet, c},
		{"ResNet with option B", models.ResNet, b},
		{"original order with option A", models.ResNet, originalOf(c)},
		{"original order with option B", models.ResNet, originalOf(b)},
		{"LM-ResNet", models.LMResNet, c},
		{"LM-ResNet with option A", models.LMResNet, a},
		{"Plain", models.Plain, c},
	}
}

func originalOf(c models.Config) models.Config {
	c.Order = models.Original
	return c
}

// trained returns a network with weights worth taking apart.
func (f family) trained(t *testing.T) *models.Net {
	t.Helper()
	net, err := f.build(f.c)
	if err != nil {
		t.Fatal(err)
	}
	set := some(t, data.Digits(1).Train, 200)
	if _, err := train.Fit(context.Background(), net, set, train.Options{Epochs: 2, Batch: 25}); err != nil {
		t.Fatal(err)
	}
	return net
}

func some(t *testing.T, set *data.Set, n int) *data.Set {
	t.Helper()
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	part, err := set.Subset(rows)
	if err != nil {
		t.Fatal(err)
	}
	return part
}

// silence makes the residual branch of a block compute zero: the network that
// remains is the one rebuilt without the branch. It returns a function that
// undoes it. A branch ends in a convolution or, in the original order, in a
// normalization; zero weights there do.
func silence(t *testing.T, net *models.Net, block string) (restore func()) {
	t.Helper()
	last := []string{block + ".conv2.weight"}
	if net.Config().Order == models.Original {
		last = []string{block + ".bn2.weight", block + ".bn2.bias"}
	}
	set := func(p *nn.Param, values []float64) {
		if err := p.Set(values); err != nil {
			t.Fatal(err)
		}
	}
	restore = func() {}
	for _, p := range net.Params() {
		if slices.Contains(last, p.Name) {
			before, rest := p.Float64s(), restore
			set(p, make([]float64, p.Len()))
			restore = func() { set(p, before); rest() }
		}
	}
	return restore
}

// TestDeletionIsTheNetworkWithoutTheBranch compares the gates, and the restart
// from cached activations, with networks whose branch contributes nothing.
func TestDeletionIsTheNetworkWithoutTheBranch(t *testing.T) {
	ctx := context.Background()
	test := some(t, data.Digits(1).Test, 75)
	for _, f := range families()[:6] {
		t.Run(f.name, func(t *testing.T) {
			net := f.trained(t)
			got, err := lesion.Study{Net: net, Data: test, Batch: 32}.DeleteEach(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for i, b := range net.Blocks() {
				restore := silence(t, net, b.Name)
				want, err := net.Evaluate(ctx, test)
				restore()
				if err != nil {
					t.Fatal(err)
				}
				d := got.Blocks[i]
				if d.Name != b.Name || d.Error != want.Error || math.Abs(d.Loss-want.Loss) > 1e-6*(1+want.Loss) {
					t.Errorf("without block %d: got %+v, want %v", i, d, want)
				}
			}
		})
	}
}

func TestTheNetworkComesOutUnchanged(t *testing.T) {
	ctx := context.Background()
	test := some(t, data.Digits(1).Test, 75)
	for _, f := range families() {
		t.Run(f.name, func(t *testing.T) {
			net := f.trained(t)
			state := func() ([][]float32, []float64) {
				out, err := net.Predict(ctx, test)
				if err != nil {
					t.Fatal(err)
				}
				var weights []float64
				for _, p := range net.Params() {
					weights = append(weights, p.Float64s()...)
				}
				return out, weights
			}
			out, weights := state()
			got, err := lesion.Study{Net: net, Data: test}.DeleteEach(ctx)
			if err != nil {
				t.Fatal(err)
			}
			after, now := state()
			if !slices.Equal(weights, now) {
				t.Error("got other parameters after the study")
			}
			for i := range out {
				if !slices.Equal(out[i], after[i]) {
					t.Fatalf("sample %d: got logits %v after the study, want %v", i, after[i], out[i])
				}
			}
			want, err := net.Evaluate(ctx, test)
			if err != nil {
				t.Fatal(err)
			}
			if got.Base != want.Error || math.Abs(got.Loss-want.Loss) > 1e-12 {
				t.Errorf("got the whole network's error %v and loss %v, want %v", got.Base, got.Loss, want)
			}
		})
	}
}

// TestCostOfAStudy counts residual branches. The first pass computes n of them,
// deleting block i those behind it.
func TestCostOfAStudy(t *testing.T) {
	net := families()[0].trained(t)
	got, err := lesion.Study{Net: net, Data: some(t, data.Digits(1).Test, 40), Batch: 20}.DeleteEach(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	n := float64(len(net.Blocks()))
	if want := 1 + (n-1)/2; got.Passes != want {
		t.Errorf("got a cost of %v passes for %v blocks, want %v", got.Passes, n, want)
	}
}

func TestBatchAndThreadsDoNotMatter(t *testing.T) {
	net := families()[4].trained(t)
	test := some(t, data.Digits(1).Test, 75)
	study := func(batch, threads int) string {
		d, err := lesion.Study{Net: net, Data: test, Batch: batch, Threads: threads}.DeleteEach(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return d.String()
	}
	want := study(0, 0)
	for _, batch := range []int{1, 16, 33, 1000} {
		if got := study(batch, 1+batch%3); got != want {
			t.Errorf("batches of %d: got\n%s\nwant\n%s", batch, got, want)
		}
	}
}

func TestStudyStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	reports := 0
	ctx = progress.With(ctx, func(_ string, done, total int, _ map[string]float64) {
		reports++
		if done != reports || total != 2*7 {
			t.Errorf("got report %d of %d, want %d of 14", done, total, reports)
		}
		if done == 9 {
			cancel()
		}
	})
	study := lesion.Study{Net: families()[0].trained(t), Data: some(t, data.Digits(1).Test, 40), Batch: 20}
	if _, err := study.DeleteEach(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want context.Canceled", err)
	}
	if reports != 9 {
		t.Errorf("got %d reports, want none after the ninth", reports)
	}
}

func TestMistakesInAStudy(t *testing.T) {
	net, err := models.ResNet(models.Config{Depth: 8, Input: [3]int{1, 8, 8}})
	if err != nil {
		t.Fatal(err)
	}
	digits := some(t, data.Digits(1).Test, 4)
	tests := []struct {
		name  string
		study lesion.Study
		want  string
	}{
		{"no network", lesion.Study{Data: digits}, "got no network"},
		{"no data", lesion.Study{Net: net}, "got no data set"},
		{"no labels", lesion.Study{Net: net, Data: &data.Set{Shape: digits.Shape, Images: digits.Images}}, "got 0 labels for 4 samples"},
		{"a label too large", lesion.Study{Net: net, Data: &data.Set{Shape: digits.Shape, Images: digits.Images[:64], Labels: []int{12}}}, "got label 12"},
		{"negative threads", lesion.Study{Net: net, Data: digits, Threads: -7}, "got -7 threads"},
		{"an image that is no number", lesion.Study{Net: net, Data: &data.Set{Shape: digits.Shape, Images: notANumber(64), Labels: []int{1}, Classes: 10}}, "got the value NaN"},
		{"targets", lesion.Study{Net: net, Data: &data.Set{Shape: digits.Shape, Images: digits.Images[:64], Targets: []float32{1}}}, "got a set with targets, want labels"},
		{"more classes than logits", lesion.Study{Net: net, Data: &data.Set{Shape: digits.Shape, Images: digits.Images[:64], Labels: []int{12}, Classes: 13}}, "got 13 classes, want at most 10"},
		{"no network of ours", lesion.Study{Net: &models.Net{}, Data: digits}, "got no network"},
		{"negative batch", lesion.Study{Net: net, Data: digits, Batch: -1}, "got batches of -1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.study.DeleteEach(context.Background())
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func notANumber(n int) []float32 {
	values := make([]float32, n)
	values[0] = float32(math.NaN())
	return values
}

func TestAStudyLooksAtItsContextFirst(t *testing.T) {
	net, err := models.ResNet(models.Config{Depth: 8, Width: 2, Input: [3]int{1, 8, 8}})
	if err != nil {
		t.Fatal(err)
	}
	study := lesion.Study{Net: net, Data: some(t, data.Digits(1).Test, 4)}
	var none context.Context
	if _, err := study.DeleteEach(none); err == nil || !strings.Contains(err.Error(), "got no context") {
		t.Errorf("got error %v, want one about the context", err)
	}
	over, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := study.DeleteEach(over); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want context.Canceled", err)
	}
}

// A study and an evaluation may read one network at a time; run with -race.
func TestAStudyBesideAnEvaluation(t *testing.T) {
	net, err := models.ResNet(models.Config{Depth: 8, Width: 2, Input: [3]int{1, 8, 8}})
	if err != nil {
		t.Fatal(err)
	}
	set := some(t, data.Digits(1).Test, 40)
	var readers sync.WaitGroup
	readers.Go(func() {
		if _, err := net.Evaluate(context.Background(), set); err != nil {
			t.Error(err)
		}
	})
	readers.Go(func() {
		if _, err := (lesion.Study{Net: net, Data: set}).DeleteEach(context.Background()); err != nil {
			t.Error(err)
		}
	})
	readers.Wait()
}

// A network whose weights have gone is wrong everywhere.
func TestABrokenNetworkIsNoGoodNetwork(t *testing.T) {
	net, err := models.ResNet(models.Config{Depth: 8, Width: 2, Input: [3]int{1, 8, 8}})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range net.Params() {
		if p.Name == "fc.bias" {
			if err := p.Set([]float64{math.NaN(), 0, 0, 0, 0, 0, 0, 0, 0, 0}); err != nil {
				t.Fatal(err)
			}
		}
	}
	got, err := lesion.Study{Net: net, Data: some(t, data.Digits(1).Test, 40)}.DeleteEach(context.Background())
	if err != nil || got.Base != 100 || got.Min() != 100 {
		t.Errorf("got %v and error %v, want an error of 100 %% throughout", got, err)
	}
}

func TestNoDeletionsShowThemselves(t *testing.T) {
	var none *lesion.Deletions
	if none.String() != "no deletions\n" || none.MIMEBundle() == nil || !math.IsNaN(none.Median()) || !math.IsNaN(none.Max()) {
		t.Errorf("got %q", none.String())
	}
}

// example has five ordinary blocks and one that changes the shape.
func example() *lesion.Deletions {
	d := &lesion.Deletions{Network: "ResNet-14", Base: 2, Samples: 500}
	for i, e := range []float64{30, 2, 3, 90, 4, 6} {
		d.Blocks = append(d.Blocks, lesion.Deletion{
			Block: i, Name: fmt.Sprintf("layer%d.%d", i/3+1, i%3), Stage: i / 3, Transition: i == 3, Error: e,
		})
	}
	return d
}

func TestQuantilesLeaveTransitionsOut(t *testing.T) {
	d := example()
	for q, want := range map[float64]float64{0: 2, 0.25: 3, 0.5: 4, 0.9: 20.4, 1: 30} {
		if got := d.Quantile(q); math.Abs(got-want) > 1e-9 {
			t.Errorf("quantile %v: got %v, want %v", q, got, want)
		}
	}
	if d.Min() != 2 || d.Max() != 90 || d.Median() != 4 {
		t.Errorf("got min %v, max %v, median %v, want 2, 90 (of every block) and 4", d.Min(), d.Max(), d.Median())
	}
	for _, got := range []float64{d.Quantile(-0.1), d.Quantile(1.1), d.Quantile(math.NaN()), (&lesion.Deletions{}).Median(), (&lesion.Deletions{}).Max()} {
		if !math.IsNaN(got) {
			t.Errorf("got %v where there is no answer, want NaN", got)
		}
	}
}

func TestDeletionsShowABarPerBlock(t *testing.T) {
	html := example().MIMEBundle()["text/html"].(string)
	if got := strings.Count(html, "<div style"); got != 6 {
		t.Errorf("got %d bars, want 6:\n%s", got, html)
	}
	if !strings.Contains(html, "width:90.00%") {
		t.Errorf("got no bar of 90 %% in\n%s", html)
	}
}

// A study of a small network costs about half a pass per block.
func ExampleStudy_DeleteEach() {
	ctx, digits := context.Background(), data.Digits(1)
	net, err := models.ResNet(models.Config{Depth: 20, Width: 4, Input: digits.Shape()})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := train.Fit(ctx, net, digits.Train, train.Options{Epochs: 1}); err != nil {
		log.Fatal(err)
	}
	single, err := lesion.Study{Net: net, Data: digits.Test}.DeleteEach(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(single.Blocks), "blocks deleted, one at a time, on", single.Samples, "images")
	fmt.Println("cost:", single.Passes, "passes")
	// Output:
	// 9 blocks deleted, one at a time, on 500 images
	// cost: 5 passes
}

func ExampleDeletions() {
	d := &lesion.Deletions{Network: "ResNet-8", Base: 2, Samples: 500, Blocks: []lesion.Deletion{
		{Block: 0, Name: "layer1.0", Error: 31.4},
		{Block: 1, Name: "layer2.0", Stage: 1, Transition: true, Error: 12},
		{Block: 2, Name: "layer2.1", Stage: 1, Error: 2.2},
	}}
	fmt.Println("median", d.Median())
	fmt.Print(d)
	// Output:
	// median 16.8
	// ResNet-8: test error 2.00 % whole; without one block: median 16.80 %, 90 % of blocks at most 28.48 %, worst 31.40 %
	// block  name      error %
	// 0      layer1.0  31.40
	// 1      layer2.0  12.00  changes the shape
	// 2      layer2.1  2.20
}

func BenchmarkDeleteEach(b *testing.B) {
	net, err := models.ResNet(models.Config{Depth: 110, Width: 8, Input: [3]int{1, 8, 8}})
	if err != nil {
		b.Fatal(err)
	}
	test := data.Digits(1).Test
	for b.Loop() {
		if _, err := (lesion.Study{Net: net, Data: test}).DeleteEach(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}
