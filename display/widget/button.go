package widget

// Button is something to press.
type Button struct{ *model }

// NewButton returns a button with a title on it.
func NewButton(title string) *Button {
	return &Button{newModel("Button", state{"description": title})}
}

// OnClick lets f be called whenever the button is pressed, in the place of
// what was called before; nil: nothing.
func (b *Button) OnClick(f func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.pressed = f
}

// SetTitle changes what stands on the button.
func (b *Button) SetTitle(title string) { b.set("description", title) }

// SetEnabled says whether the button can be pressed. At first it can.
func (b *Button) SetEnabled(enabled bool) { b.set("disabled", !enabled) }
