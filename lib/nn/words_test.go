package nn_test

import (
	"fmt"
	"testing"

	"github.com/unravel-go/unravel/lib/nn"
)

// What a cell shows of a value are words, not what is inside.
func TestValuesInWords(t *testing.T) {
	layers := nn.NewMaker(1, nn.Float32)
	conv, norm := layers.Conv("conv1", 3, 16, 3, 2), layers.Norm("bn1", 16)
	b := nn.NewBuilder(nn.Options{Batch: 64})
	machine, err := b.Compile(b.BatchNormReLU(b.Conv2D(b.Input(3, 32, 32), conv), norm), nil)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		value fmt.Stringer
		want  string
	}{
		{machine, "graph for prediction: batches of up to 64 images of 3×32×32, outputs of 16×16×16"},
		{conv.Weight, "conv1.weight [16 3 3 3]"},
		{norm.RunningVar, "bn1.running_var [16], a running statistic"},
		{nn.ShortcutOnly, "shortcut only"},
		{nn.Backward(7), "backward way 7"},
	}
	for _, tt := range tests {
		if got := tt.value.String(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
