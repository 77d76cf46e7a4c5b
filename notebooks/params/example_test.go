package params_test

import (
	"fmt"

	"github.com/unravel-go/unravel/notebooks/nbformat"
	"github.com/unravel-go/unravel/notebooks/params"
)

// Values are read as the types that the cell declares.
func ExampleFill() {
	nb := &nbformat.Notebook{Cells: []*nbformat.Cell{{
		Type:     nbformat.Code,
		Source:   "epochs := 8\nfolder := \"\"",
		Metadata: map[string]any{"tags": []any{params.TagDeclared}},
	}}}
	fmt.Println(params.Fill(nb, []string{"epochs=many"}))
	fmt.Println(params.Fill(nb, []string{"epoch=12"}))
	fmt.Println(params.Fill(nb, []string{"epochs=12", "folder=/data"}))
	fmt.Println(nb.Cells[1].Source)
	// Output:
	// parameter epochs: got "many", want a number of type int
	// got the parameter "epoch", want one of epochs (int), folder (string)
	// <nil>
	// // Parameters
	// epochs = 12
	// folder = "/data"
}
