package widget

// hearing returns what tells f of a value; nil if there is nobody to tell.
func hearing[T any](f func(T), value func() T) func() {
	if f == nil {
		return nil
	}
	return func() { f(value()) }
}
