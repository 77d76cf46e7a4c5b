package models

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestEveryFieldOfAConfigIsKept fails for a new field that configRecord does not
// have yet.
func TestEveryFieldOfAConfigIsKept(t *testing.T) {
	configs := []Config{{}, {Branch: Basic{}}, {Branch: Bottleneck{}}, {Branch: Bottleneck{Groups: 2, GroupWidth: 3, StrideFirst: true}}, {Branch: Dense{Hidden: 3, Lipschitz: 0.1}}, {Branch: Linear{}}}
	for s := range shortcutNames {
		configs = append(configs, Config{Shortcut: Shortcut(s)})
	}
	for i := range reflect.TypeFor[Config]().NumField() {
		var c Config
		switch field := reflect.ValueOf(&c).Elem().Field(i); field.Kind() {
		case reflect.Int:
			field.SetInt(1)
		case reflect.Uint64:
			field.SetUint(1<<64 - 1)
		case reflect.Float64:
			field.SetFloat(0.1)
		case reflect.Bool:
			field.SetBool(true)
		case reflect.Array:
			c.Input = [3]int{1, 2, 3}
		case reflect.Interface:
			c.Branch = Basic{}
		default:
			t.Errorf("field %d of Config is of a kind that this test does not know", i)
		}
		configs = append(configs, c)
	}
	for _, want := range configs {
		text := encodeConfig(want)
		got, err := decodeConfig(text)
		if err != nil || !cmp.Equal(got, want) {
			t.Errorf("%s: got %+v, %v, want %+v", text, got, err, want)
		}
	}
}

// TestTheEstimateOfSize is what Load compares with a file's size before it builds
// a network: at most twice the values that the network keeps.
func TestTheEstimateOfSize(t *testing.T) {
	for _, build := range []func(Config) (*Net, error){ResNet, Plain, LMResNet} {
		for _, shortcut := range []Shortcut{OptionA, OptionB, NormProjection} {
			for _, depth := range []int{8, 20} {
				for _, width := range []int{1, 2, 16} {
					n, err := build(Config{Depth: depth, Width: width, Shortcut: shortcut})
					if err != nil {
						t.Fatal(err)
					}
					mustEstimate(t, n)
				}
			}
		}
	}
	for _, c := range []Config{
		{Depth: 11, Branch: Bottleneck{}},
		{Depth: 29, Branch: Bottleneck{Groups: 32, GroupWidth: 4}, Width: 16},
		{Depth: 18, Layout: ImageNet, Width: 8},
		{Depth: 50, Layout: ImageNet, Width: 8, Order: Original},
	} {
		n, err := ResNet(c)
		if err != nil {
			t.Fatal(err)
		}
		mustEstimate(t, n)
	}
	for _, widen := range []int{1, 10} {
		n, err := WideResNet(Config{Depth: 10, Widen: widen, Width: 4})
		if err != nil {
			t.Fatal(err)
		}
		mustEstimate(t, n)
	}
	for _, depth := range []int{11, 19} {
		n, err := Plain(Config{Depth: depth, Layout: VGG, Width: 8})
		if err != nil {
			t.Fatal(err)
		}
		mustEstimate(t, n)
	}
	for _, columns := range []int{1, 3} {
		n, err := FractalNet(Config{Depth: 2 << (columns - 1), Width: 2, Step: Fractal{Columns: columns}})
		if err != nil {
			t.Fatal(err)
		}
		mustEstimate(t, n)
	}
	for _, hidden := range []int{1, 30} {
		n, err := ResNet(Config{Branch: Dense{Hidden: hidden}, Blocks: 3, Input: [3]int{2, 1, 1}})
		if err != nil {
			t.Fatal(err)
		}
		mustEstimate(t, n)
	}
}

func mustEstimate(t *testing.T, n *Net) {
	t.Helper()
	var values float64
	for _, p := range n.params {
		values += float64(p.Len())
	}
	if params, _ := n.family.stepped(n.config).size(); params > 2*values || n.config.blocks() > len(n.params) {
		t.Errorf("%s of width %d: got an estimate of %.0f values in %d blocks, want at most twice the %.0f in %d tensors",
			n.name, n.config.Width, params, n.config.blocks(), values, len(n.params))
	}
}

// FuzzDecodeConfig: what is read can be written, and means the same.
func FuzzDecodeConfig(f *testing.F) {
	for _, text := range []string{"", "{}", "null", `{"depth":20,"shortcut":"A","input":[3,32,32]}`, `{"branch":{"kind":"dense","lipschitz":-1e300}}`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		want, err := decodeConfig(text)
		if err != nil {
			return
		}
		if got, err := decodeConfig(encodeConfig(want)); err != nil || !cmp.Equal(got, want) {
			t.Errorf("got %+v, %v, want %+v", got, err, want)
		}
	})
}
