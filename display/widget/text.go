package widget

// Text is a line to write.
type Text struct{ *model }

// NewText returns a field that holds value.
func NewText(title, value string) *Text {
	return &Text{newModel("Text", state{"description": title, "value": value})}
}

// Value returns what the field holds.
func (t *Text) Value() string { return t.get("value").(string) }

// Set changes what the field holds. Nobody is told.
func (t *Text) Set(v string) { t.set("value", v) }

// OnChange lets f hear when something was written, in the place of what heard
// it before; nil: nothing.
func (t *Text) OnChange(f func(v string)) { t.listen(hearing(f, t.Value)) }
