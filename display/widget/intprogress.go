package widget

// IntProgress is a bar that fills.
type IntProgress struct{ *model }

// NewIntProgress returns a bar that is empty, and full at total.
func NewIntProgress(title string, total int) *IntProgress {
	return &IntProgress{newModel("IntProgress", state{"description": title, "min": 0, "max": total, "value": 0})}
}

// Value returns how far the bar is.
func (p *IntProgress) Value() int { return p.get("value").(int) }

// Set fills the bar so far.
func (p *IntProgress) Set(v int) { p.set("value", v) }
