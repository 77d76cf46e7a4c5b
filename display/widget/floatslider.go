package widget

// FloatSlider is a number between two others.
type FloatSlider struct{ *model }

// floatSteps is how many positions a slider for numbers has.
const floatSteps = 100

// NewFloatSlider returns a slider from lowest to highest, in a hundred steps,
// that stands at value, or at the end that is nearest to it.
func NewFloatSlider(title string, lowest, highest, value float64) *FloatSlider {
	highest = max(lowest, highest)
	return &FloatSlider{newModel("FloatSlider", state{
		"description": title, "min": lowest, "max": highest, "step": (highest - lowest) / floatSteps,
		"value": min(max(value, lowest), highest), "readout_format": ".3g",
	})}
}

// Value returns where the slider stands.
func (s *FloatSlider) Value() float64 { return s.get("value").(float64) }

// Set moves the slider, as far as it goes. Nobody is told.
func (s *FloatSlider) Set(v float64) {
	s.set("value", min(max(v, s.get("min").(float64)), s.get("max").(float64)))
}

// OnChange lets f hear when the slider has been moved, in the place of what
// heard it before; nil: nothing.
func (s *FloatSlider) OnChange(f func(v float64)) { s.listen(hearing(f, s.Value)) }
