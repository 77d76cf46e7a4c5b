package widget

// Checkbox is a yes or no.
type Checkbox struct{ *model }

// NewCheckbox returns a box that is ticked or not.
func NewCheckbox(title string, value bool) *Checkbox {
	return &Checkbox{newModel("Checkbox", state{"description": title, "value": value, "indent": false})}
}

// Value reports whether the box is ticked.
func (c *Checkbox) Value() bool { return c.get("value").(bool) }

// Set ticks the box, or not. Nobody is told.
func (c *Checkbox) Set(v bool) { c.set("value", v) }

// OnChange lets f hear when the box was ticked or cleared, in the place of what
// heard it before; nil: nothing.
func (c *Checkbox) OnChange(f func(v bool)) { c.listen(hearing(f, c.Value)) }
