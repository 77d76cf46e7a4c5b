package compare_test

import (
	"fmt"

	"github.com/unravel-go/unravel/notebooks/compare"
	"github.com/unravel-go/unravel/notebooks/nbformat"
)

// A last digit moves a point by less than anybody sees; a label is text.
func ExampleOutputs() {
	figure := func(x, label string) []*nbformat.Output {
		svg := `<svg viewBox="0 0 400 300"><path d="M10,20L` + x + `,40"/><text>` + label + `</text></svg>`
		return []*nbformat.Output{{Type: nbformat.ExecuteResult, Data: map[string]any{"image/svg+xml": svg}}}
	}
	stored := figure("123.45", "error, %")
	fmt.Println(compare.Outputs(stored, figure("123.46", "error, %")))
	fmt.Println(compare.Outputs(stored, figure("124.45", "error, %"))[0])
	fmt.Println(compare.Outputs(stored, figure("123.45", "loss"))[0])
	// Output:
	// []
	// output 1: image/svg+xml: 1 of 3 elements differ
	// element 2, path: d moved by 1, more than 0.2
	// output 1: image/svg+xml: 1 of 3 elements differ
	// element 3, text: got "loss", stored is "error, %"
}
