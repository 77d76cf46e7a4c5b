package widget

// HTML is a piece of a page that can be replaced.
type HTML struct{ *model }

// NewHTML returns a piece of a page.
func NewHTML(markup string) *HTML { return &HTML{newModel("HTML", state{"value": markup})} }

// Value returns the markup.
func (h *HTML) Value() string { return h.get("value").(string) }

// Set replaces the markup.
func (h *HTML) Set(markup string) { h.set("value", markup) }
