package display_test

import (
	"fmt"

	"github.com/unravel-go/unravel/display"
)

// A program shows values as text; a cell would show the same call as an HTML
// table.
func ExampleShow() {
	type block struct {
		Name  string
		Error float64
	}
	display.Show([]block{{"layer1.0", 2.8}, {"layer2.0", 11.25}})
	// Output:
	// Name      Error
	// ────────  ─────
	// layer1.0   2.80
	// layer2.0  11.25
}

// Path is a type that decides how it looks, without importing display.
type Path struct{ Blocks, Through int }

func (p Path) MIMEBundle() map[string]any {
	return map[string]any{
		"text/latex": fmt.Sprintf(`$\binom{%d}{%d}$`, p.Blocks, p.Through),
		"text/plain": fmt.Sprintf("%d of %d blocks", p.Through, p.Blocks),
	}
}

func ExampleRender() {
	b := display.Render(Path{Blocks: 54, Through: 27})
	fmt.Println(b["text/plain"])
	fmt.Println(b["text/latex"])
	// Output:
	// 27 of 54 blocks
	// $\binom{54}{27}$
}

func ExampleTableOf() {
	t, err := display.TableOf(map[string]int{"ResNet-110": 54, "ResNet-20": 9})
	if err != nil {
		fmt.Println(err)
		return
	}
	t.Head = []string{"network", "blocks"}
	fmt.Println(t)
	// Output:
	// network     blocks
	// ──────────  ──────
	// ResNet-110      54
	// ResNet-20        9
}
