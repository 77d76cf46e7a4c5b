package display

import (
	"fmt"

	"gonum.org/v1/gonum/mat"
)

// shownMatrix is the largest number of rows or columns of a matrix that are all
// shown.
const shownMatrix = 30

// matrixBundle returns a matrix in brackets, and as a table: of a large one,
// what stands in its corners.
func matrixBundle(m mat.Matrix) Bundle {
	r, c := m.Dims()
	if r == 0 || c == 0 {
		return Bundle{textPlain: fmt.Sprintf("<matrix, %d x %d>", r, c)}
	}
	if r > shownMatrix || c > shownMatrix {
		return Bundle{textPlain: fmt.Sprint(mat.Formatted(m, mat.Excerpt(4), mat.Squeeze()))}
	}
	return Bundle{
		textPlain: fmt.Sprint(mat.Formatted(m, mat.Squeeze())),
		textHTML:  tableOfMatrix(m).grid().html(),
	}
}
