package widget

import (
	"slices"
	"strings"

	"github.com/unravel-go/unravel/display"
)

// Box holds widgets, side by side or one below the other.
type Box struct {
	*model
	children []Widget
}

// NewHBox returns a box whose widgets stand side by side.
func NewHBox(children ...Widget) *Box { return newBox("HBox", children) }

// NewVBox returns a box whose widgets stand one below the other.
func NewVBox(children ...Widget) *Box { return newBox("VBox", children) }

func newBox(kind string, children []Widget) *Box {
	return &Box{newModel(kind, state{"children": []string{}}), slices.Clone(children)}
}

// Connect implements [display.Connector]: what a box holds is connected first,
// since the box names it.
func (b *Box) Connect(open display.Opener) {
	names := make([]string, len(b.children))
	for i, c := range b.children {
		c.Connect(open)
		names[i] = "IPY_MODEL_" + c.ModelID()
	}
	b.mu.Lock()
	b.state["children"] = names
	b.mu.Unlock()
	b.model.Connect(open)
}

// String returns the widgets as text, a line each.
func (b *Box) String() string {
	lines := make([]string, len(b.children))
	for i, c := range b.children {
		lines[i], _ = c.MIMEBundle()["text/plain"].(string)
	}
	return strings.Join(lines, "\n")
}

// MIMEBundle implements [display.Bundler].
func (b *Box) MIMEBundle() map[string]any {
	bundle := b.model.MIMEBundle()
	bundle["text/plain"] = b.String()
	return bundle
}
