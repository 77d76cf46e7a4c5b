package display

// Bundle is one value in several forms, keyed by MIME type. Frontends show the
// richest form they know; every bundle of this package has text/plain.
//
// Text forms are strings, binary forms (image/png, image/jpeg) base64 strings,
// and application/json any value that encoding/json can write.
type Bundle map[string]any

// Bundler is implemented by values that bring their own forms. Types of other
// packages satisfy it structurally, without importing this one.
type Bundler interface {
	MIMEBundle() map[string]any
}

// Sink is where shown values go: a frontend, a notebook file, a terminal.
type Sink interface {
	// Display shows a bundle. A non-empty id names the place for Update;
	// metadata may be nil.
	Display(b Bundle, metadata map[string]any, id string)
	// Update replaces every bundle shown under the id.
	Update(b Bundle, metadata map[string]any, id string)
	// Clear empties the cell's output: at once, or, if wait is set, when the
	// next output arrives.
	Clear(wait bool)
}
