package lesion_test

import (
	"context"
	"math"
	"reflect"
	"runtime"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/lesion"
)

// studies are all kinds of study.
func studies() map[string]func(context.Context, lesion.Study) (any, error) {
	random := lesion.Random{Counts: []int{1, 3}, Draws: 4, Seed: 3}
	return map[string]func(context.Context, lesion.Study) (any, error){
		"DeleteEach":   func(ctx context.Context, s lesion.Study) (any, error) { return s.DeleteEach(ctx) },
		"Delete":       func(ctx context.Context, s lesion.Study) (any, error) { return s.Delete(ctx, []int{1, 4}, []int{5}) },
		"DeleteStages": func(ctx context.Context, s lesion.Study) (any, error) { return s.DeleteStages(ctx) },
		"DeleteRandom": func(ctx context.Context, s lesion.Study) (any, error) { return s.DeleteRandom(ctx, random) },
		"Reorder":      func(ctx context.Context, s lesion.Study) (any, error) { return s.Reorder(ctx, random) },
		"Permute": func(ctx context.Context, s lesion.Study) (any, error) {
			return s.Permute(ctx, []int{1, 0, 2, 3, 4, 5}, []int{0, 1, 2, 3, 4, 5})
		},
	}
}

// However many threads work, more than the machine has and more than there are batches,
// and with Go on one processor, every study finds the same to the last bit.
func TestThreadsDoNotMatterToAnyStudy(t *testing.T) {
	whole := lesion.Study{Net: families()[4].trained(t), Data: some(t, data.Digits(1).Test, 75), Batch: 20}
	for name, study := range studies() {
		t.Run(name, func(t *testing.T) {
			with := func(threads int) any {
				s := whole
				s.Threads = threads
				got, err := study(context.Background(), s)
				if err != nil {
					t.Fatal(err)
				}
				return got
			}
			want := with(1)
			for _, threads := range []int{2, 3, 4, 7, 16, math.MaxInt} {
				if got := with(threads); !reflect.DeepEqual(got, want) {
					t.Errorf("%d threads: got\n%+v\nwant\n%+v", threads, got, want)
				}
			}
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
			if got := with(3); !reflect.DeepEqual(got, want) {
				t.Errorf("3 threads on one processor: got\n%+v\nwant\n%+v", got, want)
			}
		})
	}
}
