package widget

import (
	"fmt"
	"slices"
	"strings"
)

// Dropdown is one of several texts.
type Dropdown struct {
	*model
	choices []string
}

// NewDropdown returns a list of choices, the first of which is taken.
func NewDropdown(title string, choices []string) *Dropdown {
	choices = slices.Clone(choices)
	s := state{"description": title, "_options_labels": choices, "index": 0}
	if len(choices) == 0 {
		s["index"] = nil
	}
	return &Dropdown{newModel("Dropdown", s), choices}
}

// Value returns the choice that is taken; empty if there is none.
func (d *Dropdown) Value() string {
	if i, ok := d.get("index").(int); ok && i >= 0 && i < len(d.choices) {
		return d.choices[i]
	}
	return ""
}

// Set takes a choice. Nobody is told. One that is not in the list is an error.
func (d *Dropdown) Set(choice string) error {
	i := slices.Index(d.choices, choice)
	if i < 0 {
		return fmt.Errorf("widget: Dropdown.Set: got %q, want one of %q", choice, d.choices)
	}
	d.set("index", i)
	return nil
}

// OnChange lets f hear when a choice was taken, in the place of what heard it
// before; nil: nothing.
func (d *Dropdown) OnChange(f func(choice string)) { d.listen(hearing(f, d.Value)) }

// String returns the widget as text.
func (d *Dropdown) String() string {
	return strings.TrimRight(d.model.String()+" "+d.Value(), " ")
}

// MIMEBundle implements [display.Bundler].
func (d *Dropdown) MIMEBundle() map[string]any {
	b := d.model.MIMEBundle()
	b["text/plain"] = d.String()
	return b
}
