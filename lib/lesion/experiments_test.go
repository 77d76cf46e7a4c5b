package lesion_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/internal/progress"
	"github.com/unravel-go/unravel/lib/lesion"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

// rebuilt evaluates a network that is made anew from the parts of another: at each
// place the parameters of the block that an order names, but for the coefficient of
// a multi-step network, and none where a block was deleted.
func (f family) rebuilt(t *testing.T, net *models.Net, order []int, deleted []int) models.Evaluation {
	t.Helper()
	made, err := f.build(f.c)
	if err != nil {
		t.Fatal(err)
	}
	from := make(map[string]*nn.Param)
	for _, p := range net.Params() {
		from[p.Name] = p
	}
	blocks := net.Blocks()
	for _, p := range made.Params() {
		name := p.Name
		for at, b := range order {
			if part, inside := strings.CutPrefix(p.Name, blocks[at].Name+"."); inside && part != "k" {
				name = blocks[b].Name + "." + part
			}
		}
		if err := p.Set(from[name].Float64s()); err != nil {
			t.Fatal(err)
		}
	}
	for _, b := range deleted {
		silence(t, made, blocks[b].Name)
	}
	e, err := made.Evaluate(context.Background(), some(t, data.Digits(1).Test, 75))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func sameAs(t *testing.T, what string, got lesion.Measure, want models.Evaluation) {
	t.Helper()
	if got.Error != want.Error || got.Samples != want.Samples || math.Abs(got.Loss-want.Loss) > 1e-6*(1+want.Loss) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// TestPermutedNetworksAreThoseBuiltInThatOrder compares what shares and restarts
// with networks built for each order.
func TestPermutedNetworksAreThoseBuiltInThatOrder(t *testing.T) {
	orders := [][]int{{0, 1, 2, 3, 4, 5}, {1, 0, 2, 3, 4, 5}, {1, 0, 2, 3, 5, 4}, {0, 1, 2, 3, 5, 4}}
	for _, f := range families() {
		if f.name == "Plain" {
			orders = [][]int{{1, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, {0, 2, 1, 3, 4, 6, 5, 7, 8, 9, 10, 11}}
		} else {
			f.c.Depth = 20 // three blocks a stage, for two to trade in each
			orders = [][]int{{2, 0, 1, 3, 4, 5, 6, 7, 8}, {0, 1, 2, 3, 5, 4, 6, 7, 8}, {0, 1, 2, 3, 5, 4, 6, 8, 7}, {0, 1, 2, 3, 4, 5, 6, 7, 8}}
		}
		t.Run(f.name, func(t *testing.T) {
			net := f.trained(t)
			if f.name == "Plain" {
				orders = alike(net, orders)
			}
			got, err := lesion.Study{Net: net, Data: some(t, data.Digits(1).Test, 75), Batch: 32}.Permute(context.Background(), orders...)
			if err != nil {
				t.Fatal(err)
			}
			for i, order := range orders {
				sameAs(t, fmt.Sprint("order ", order), got.Networks[i].Measure, f.rebuilt(t, net, order, nil))
				if want, _ := lesion.Tau(order); got.Networks[i].Tau != want {
					t.Errorf("order %v: got τ = %v, want %v", order, got.Networks[i].Tau, want)
				}
			}
		})
	}
}

// alike leaves the orders that move nothing that changes the shape.
func alike(net *models.Net, orders [][]int) [][]int {
	blocks := net.Blocks()
	return slices.DeleteFunc(orders, func(order []int) bool {
		for at, b := range order {
			if at != b && (blocks[at].Transition || blocks[b].Transition || blocks[at].Stage != blocks[b].Stage) {
				return true
			}
		}
		return len(order) != len(blocks)
	})
}

// TestDeletedSetsAreNetworksWithoutThem compares random sets, sets by hand and
// stages with networks whose branches contribute nothing.
func TestDeletedSetsAreNetworksWithoutThem(t *testing.T) {
	ctx := context.Background()
	test := some(t, data.Digits(1).Test, 75)
	for _, f := range families()[:6] {
		t.Run(f.name, func(t *testing.T) {
			net := f.trained(t)
			study := lesion.Study{Net: net, Data: test, Batch: 32, Transitions: true}
			drawn, err := study.DeleteRandom(ctx, lesion.Random{Counts: []int{0, 2, 6}, Draws: 3})
			if err != nil {
				t.Fatal(err)
			}
			byHand, err := study.Delete(ctx, []int{5}, nil, []int{0, 3})
			if err != nil {
				t.Fatal(err)
			}
			stages, err := study.DeleteStages(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range slices.Concat(drawn.Networks, byHand.Networks, stages.Networks) {
				sameAs(t, fmt.Sprint("without ", l.Deleted), l.Measure, f.rebuilt(t, net, nil, l.Deleted))
				if len(l.Deleted) != l.Count || len(l.Order)+l.Count != 6 {
					t.Errorf("got %+v, want %d of 6 blocks deleted", l, l.Count)
				}
			}
		})
	}
}

// A plain network has one path: it goes on with the input of a deleted layer, by
// what stands in for one that changes the shape.
func TestPlainNetworksForContrast(t *testing.T) {
	net := families()[6].trained(t)
	study := lesion.Study{Net: net, Data: some(t, data.Digits(1).Test, 75)}
	each, err := study.DeleteEach(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var sets [][]int
	for i := range net.Blocks() {
		sets = append(sets, []int{i})
	}
	byHand, err := study.Delete(context.Background(), sets...)
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range byHand.Networks {
		if l.Error != each.Blocks[i].Error || l.Loss != each.Blocks[i].Loss {
			t.Errorf("without layer %d: got %v, want %+v", i, l.Measure, each.Blocks[i])
		}
	}
}

// Blocks that change the shape, and those to keep, are left alone unless wanted,
// and the report says so.
func TestTransitionsAreInOrOutAsAsked(t *testing.T) {
	net := small(t)
	for _, in := range []bool{false, true} {
		study := lesion.Study{Net: net, Data: some(t, data.Digits(1).Test, 10), Transitions: in}
		most := 3 // of six blocks, two of which change the shape, and one is kept
		if in {
			most = 5
		}
		got, err := study.DeleteRandom(context.Background(), lesion.Random{Counts: []int{most}, Draws: 1, Keep: []int{0}})
		if err != nil {
			t.Fatal(err)
		}
		want := []int{1, 3, 5}
		if in {
			want = []int{1, 2, 3, 4, 5}
		}
		if l := got.Networks[0]; !slices.Equal(l.Deleted, want) || got.Transitions != in {
			t.Errorf("transitions %v: got blocks %v deleted and report %v, want %v", in, l.Deleted, got.Transitions, want)
		}
		if says := strings.Contains(got.String(), "are among them"); says != in {
			t.Errorf("transitions %v: got report\n%s", in, got)
		}
		if _, err := study.DeleteRandom(context.Background(), lesion.Random{Counts: []int{most + 1}, Keep: []int{0}}); err == nil {
			t.Errorf("transitions %v: got no error for %d deletions", in, most+1)
		}
	}
}

// small is an untrained network of six blocks.
// In a reversible network the first block is built otherwise than those of its shape,
// and stays at its place.
func TestOnlyBlocksBuiltAlikeTrade(t *testing.T) {
	net, err := models.RevNet(models.Config{Depth: 38, Width: 4, Input: [3]int{1, 8, 8}})
	if err != nil {
		t.Fatal(err)
	}
	study := lesion.Study{Net: net, Data: some(t, data.Digits(1).Test, 4)}
	got, err := study.Reorder(context.Background(), lesion.Random{Counts: []int{30}, Draws: 5})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range got.Networks {
		if n.Order[0] != 0 || n.Tau == 1 {
			t.Errorf("got the order %v, want another one that begins with block 0", n.Order)
		}
	}
}

func small(t *testing.T) *models.Net {
	t.Helper()
	f := families()[0]
	net, err := f.build(f.c)
	if err != nil {
		t.Fatal(err)
	}
	return net
}

// TestPrefixesAreComputedOnce counts residual branches. Of 4 networks of 6 blocks,
// given in no order, three begin alike.
func TestPrefixesAreComputedOnce(t *testing.T) {
	study := lesion.Study{Net: small(t), Data: some(t, data.Digits(1).Test, 40), Batch: 20, Threads: 2}
	got, err := study.Delete(context.Background(), []int{3, 4}, []int{0}, []int{3, 5}, []int{3, 4})
	if err != nil {
		t.Fatal(err)
	}
	// Whole: 6. {3,5}: block 4. {3,4}, the same prefix 0 1 2 ·: block 5, twice asked for
	// and once computed. {0}: five.
	if want := float64(6+1+1+5) / 6; got.Passes != want {
		t.Errorf("got %v passes, want %v", got.Passes, want)
	}
	if want := float64(6+4+5+4+4) / 6; got.Unshared != want {
		t.Errorf("got %v passes without sharing, want %v", got.Unshared, want)
	}
}

// A hundred draws from 54 blocks share what they can.
func TestAHundredDrawsShare(t *testing.T) {
	net, err := models.ResNet(models.Config{Depth: 110, Width: 2, Input: [3]int{1, 8, 8}})
	if err != nil {
		t.Fatal(err)
	}
	study := lesion.Study{Net: net, Data: some(t, data.Digits(1).Test, 4)}
	for _, tt := range []struct {
		deleted int
		most    float64 // of the passes that the draws would cost alone
	}{{1, .3}, {5, .8}, {20, .95}} {
		got, err := study.DeleteRandom(context.Background(), lesion.Random{Counts: []int{tt.deleted}, Draws: 100})
		if err != nil {
			t.Fatal(err)
		}
		if got.Passes > tt.most*got.Unshared {
			t.Errorf("%d deleted: got %.3g of %.3g passes, want at most %v of them", tt.deleted, got.Passes, got.Unshared, tt.most)
		}
	}
}

// However many threads work and however little memory there is, results are the same
// to the last bit.
func TestThreadsAndMemoryDoNotMatter(t *testing.T) {
	net := families()[4].trained(t)
	test := some(t, data.Digits(1).Test, 75)
	random := lesion.Random{Counts: []int{1, 3}, Draws: 4, Seed: 3}
	study := func(s lesion.Study) *lesion.Lesions {
		s.Net, s.Data = net, test
		got, err := s.DeleteRandom(context.Background(), random)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	want := study(lesion.Study{Batch: 32, Threads: 1})
	for _, s := range []lesion.Study{{Threads: 2}, {Threads: 5}, {Threads: 7, Batch: 16}, {Batch: 75, Threads: 2}, {Threads: 4, Memory: 1 << 19}, {Memory: 1 << 18}} {
		if got := study(s); !reflect.DeepEqual(got, want) {
			t.Errorf("threads %d, batch %d, memory %d: got\n%+v\nwant\n%+v", s.Threads, s.Batch, s.Memory, got, want)
		}
	}
}

func TestTooLittleMemoryIsSaid(t *testing.T) {
	study := lesion.Study{Net: small(t), Data: some(t, data.Digits(1).Test, 40), Memory: 1000}
	_, err := study.DeleteEach(context.Background())
	if err == nil || !strings.Contains(err.Error(), "got a memory bound of 1000 bytes, want at least") {
		t.Errorf("got error %v, want one about memory", err)
	}
}

// A study that is stopped returns what it has: here three batches of the whole
// network and the networks after it, and a part of the fourth.
func TestStoppedStudiesReturnWhatTheyHave(t *testing.T) {
	net, test := small(t), some(t, data.Digits(1).Test, 100)
	tests := map[string]func(context.Context, lesion.Study) (whole, changed int, err error){
		"DeleteEach": func(ctx context.Context, s lesion.Study) (int, int, error) {
			d, err := s.DeleteEach(ctx)
			return d.Samples, d.Blocks[0].Samples, err
		},
		"Delete": func(ctx context.Context, s lesion.Study) (int, int, error) {
			l, err := s.Delete(ctx, []int{5}, []int{4}, []int{3}, []int{2}, []int{1}, []int{0})
			if want := .8 + .8*5/6 + .6*5*5/6; math.Abs(l.Unshared-want) > 1e-12 { // the next network had its fourth batch
				t.Errorf("got %v passes without sharing, want %v for what was shown", l.Unshared, want)
			}
			return l.Whole.Samples, l.Networks[5].Samples, err
		},
	}
	for name, run := range tests {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			ctx = progress.With(ctx, func(_ string, done, _ int, _ map[string]float64) {
				if done == 3*7+2 {
					cancel()
				}
			})
			whole, changed, err := run(ctx, lesion.Study{Net: net, Data: test, Batch: 20, Threads: 1})
			if !errors.Is(err, context.Canceled) || whole != 80 || changed != 60 {
				t.Errorf("got %d and %d images and error %v, want 80, 60 and context.Canceled", whole, changed, err)
			}
		})
	}
}

// A study that is stopped before its first measure has none, and shows that.
func TestStoppedAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	got, err := lesion.Study{Net: small(t), Data: some(t, data.Digits(1).Test, 4)}.Reorder(ctx, lesion.Random{})
	if !errors.Is(err, context.Canceled) || got.String() != "no lesions\n" || got.Boxes() != nil {
		t.Errorf("got %v and error %v, want no lesions and context.Canceled", got, err)
	}
}

func TestMistakesInExperiments(t *testing.T) {
	study := lesion.Study{Net: small(t), Data: some(t, data.Digits(1).Test, 4)}
	random := func(r lesion.Random) func(context.Context) (*lesion.Lesions, error) {
		return func(ctx context.Context) (*lesion.Lesions, error) { return study.DeleteRandom(ctx, r) }
	}
	without := func(set ...int) func(context.Context) (*lesion.Lesions, error) {
		return func(ctx context.Context) (*lesion.Lesions, error) { return study.Delete(ctx, set) }
	}
	permute := func(order ...int) func(context.Context) (*lesion.Lesions, error) {
		return func(ctx context.Context) (*lesion.Lesions, error) { return study.Permute(ctx, order) }
	}
	tests := []struct {
		name string
		run  func(context.Context) (*lesion.Lesions, error)
		want string
	}{
		{"a block that is not there", without(1, 6), "lesion: Delete: set 0: got block 6, want one in [0, 6)"},
		{"a block twice", without(1, 1), "got block 1 twice"},
		{"no set", func(ctx context.Context) (*lesion.Lesions, error) { return study.Delete(ctx) }, "got no networks"},
		{"a short order", permute(0, 1), "got an order of 2 blocks, want 6"},
		{"an order with a hole", permute(0, 1, 2, 3, 4, 4), "got block 4 twice"},
		{"blocks of other shapes", permute(0, 2, 1, 3, 4, 5), "lesion: Permute: order 0: got block 2 (layer2.0, which changes the shape) at the place of block 1 (layer1.1), want a block built alike"},
		{"a count twice", random(lesion.Random{Counts: []int{1, 2, 1}}), "got a count of 1 twice, want it once"},
		{"more deletions than blocks", random(lesion.Random{Counts: []int{5}}), "got a count of 5, want one in [0, 4]"},
		{"negative draws", random(lesion.Random{Draws: -1}), "got -1 draws"},
		{"draws without end", random(lesion.Random{Draws: 1 << 40}), "want at most 1048576 networks"},
		{"no counts", random(lesion.Random{Counts: []int{}}), "got nothing to draw"},
		{"keeping what is not there", random(lesion.Random{Keep: []int{9}}), "blocks to keep: got block 9"},
		{"nothing to swap", func(ctx context.Context) (*lesion.Lesions, error) {
			return study.Reorder(ctx, lesion.Random{Keep: []int{0, 1, 2, 3, 4, 5}})
		}, "got no two blocks of one shape"},
		{"no context", func(context.Context) (*lesion.Lesions, error) {
			var none context.Context
			return study.Reorder(none, lesion.Random{})
		}, "lesion: Reorder: got no context"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.run(context.Background())
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}
