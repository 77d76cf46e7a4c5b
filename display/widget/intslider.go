package widget

// IntSlider is a whole number between two others.
type IntSlider struct{ *model }

// NewIntSlider returns a slider from lowest to highest that stands at value, or
// at the end that is nearest to it.
func NewIntSlider(title string, lowest, highest, value int) *IntSlider {
	highest = max(lowest, highest)
	return &IntSlider{newModel("IntSlider", state{
		"description": title, "min": lowest, "max": highest, "step": 1, "value": min(max(value, lowest), highest),
	})}
}

// Value returns where the slider stands.
func (s *IntSlider) Value() int { return s.get("value").(int) }

// Set moves the slider, as far as it goes. Nobody is told.
func (s *IntSlider) Set(v int) {
	s.set("value", min(max(v, s.get("min").(int)), s.get("max").(int)))
}

// OnChange lets f hear when the slider has been moved, in the place of what
// heard it before; nil: nothing.
func (s *IntSlider) OnChange(f func(v int)) { s.listen(hearing(f, s.Value)) }
