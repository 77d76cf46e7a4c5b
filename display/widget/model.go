package widget

import (
	"fmt"
	"maps"
	"sync"

	"github.com/unravel-go/unravel/display"
)

// Widget is what a [Box] can hold: all types of this package.
type Widget interface {
	display.Bundler
	display.Connector

	// ModelID returns under which name frontends know the widget. It is empty
	// before the widget has been connected.
	ModelID() string
}

const (
	controls        = "@jupyter-widgets/controls"
	controlsVersion = "2.0.0"
	protocolVersion = "2.1.0"
	target          = "jupyter.widget"
	viewType        = "application/vnd.jupyter.widget-view+json"
)

type state = map[string]any

// model is the kernel's half of a widget: a state that both halves can change.
type model struct {
	kind string

	mu      sync.Mutex
	state   state // of what frontends need to know
	comm    *display.Comm
	changed bool   // by the frontend, and nobody has been told
	tell    func() // tells whoever listens; nil: nobody
	pressed func()
}

// newModel returns the model of a kind of widget, such as Button, with what
// its state has beyond that of every widget.
func newModel(kind string, s state) *model {
	all := state{
		"_model_module": controls, "_model_module_version": controlsVersion, "_model_name": kind + "Model",
		"_view_module": controls, "_view_module_version": controlsVersion, "_view_name": kind + "View",
	}
	maps.Copy(all, s)
	return &model{kind: kind, state: all}
}

// Connect implements [display.Connector].
func (m *model) Connect(open display.Opener) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.comm != nil && !m.comm.Closed() {
		return
	}
	m.comm = open(target, withState(m.state), display.CommOptions{Metadata: state{"version": protocolVersion}})
	m.comm.OnMessage(m.hear)
}

func withState(s state) map[string]any {
	return map[string]any{"state": maps.Clone(s), "buffer_paths": []any{}}
}

// ModelID implements [Widget].
func (m *model) ModelID() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.comm == nil || m.comm.Closed() {
		return ""
	}
	return m.comm.ID
}

// MIMEBundle implements [display.Bundler].
func (m *model) MIMEBundle() map[string]any {
	b := map[string]any{"text/plain": m.String()}
	if id := m.ModelID(); id != "" {
		b[viewType] = map[string]any{"version_major": 2, "version_minor": 0, "model_id": id}
	}
	return b
}

// String returns the widget as text: its kind, its title and its value.
func (m *model) String() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	text := m.kind
	for _, key := range []string{"description", "value"} {
		if v, ok := m.state[key]; ok && v != "" {
			text += fmt.Sprint(" ", v)
		}
	}
	return text
}

// get returns a part of the state.
func (m *model) get(key string) any {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.state[key]
}

// set changes a part of the state, here and in the frontends. Nobody is told:
// whoever sets a value knows it.
func (m *model) set(key string, v any) {
	m.mu.Lock()
	m.state[key] = v
	m.mu.Unlock()
	m.send(state{key: v})
}

// send tells the frontends of a state.
func (m *model) send(s state) {
	m.mu.Lock()
	comm := m.comm
	m.mu.Unlock()
	if comm != nil {
		data := withState(s)
		data["method"] = "update"
		comm.Send(data)
	}
}

// listen sets who is told of changes.
func (m *model) listen(tell func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tell = tell
}

// hear takes a message of a frontend.
func (m *model) hear(data map[string]any, _ [][]byte) {
	switch data["method"] {
	case "update":
		m.update(data["state"])
	case "request_state":
		m.mu.Lock()
		whole := maps.Clone(m.state)
		m.mu.Unlock()
		m.send(whole)
	case "custom":
		content, _ := data["content"].(map[string]any)
		m.mu.Lock()
		pressed := m.pressed
		m.mu.Unlock()
		if content["event"] == "click" && pressed != nil {
			pressed()
		}
	}
	m.announce()
}

// update takes over what a frontend has changed. Of what it says only the
// parts count that the state has, in a type that they can have: its half may
// know more than this one.
func (m *model) update(said any) {
	parts, _ := said.(map[string]any)
	m.mu.Lock()
	defer m.mu.Unlock()
	for key, v := range parts {
		old, known := m.state[key]
		if v, fits := like(old, v); known && fits && v != old {
			m.state[key] = v
			m.changed = true
		}
	}
}

// like returns a value that JSON said, as one of the type of another.
func like(old, v any) (_ any, fits bool) {
	switch old.(type) {
	case int:
		f, ok := v.(float64)
		return int(f), ok
	case float64:
		_, fits = v.(float64)
	case bool:
		_, fits = v.(bool)
	case string:
		_, fits = v.(string)
	}
	return v, fits
}

// announce tells of a change, unless newer ones wait to be heard.
func (m *model) announce() {
	m.mu.Lock()
	if !m.changed || m.comm.Waiting() > 0 {
		m.mu.Unlock()
		return
	}
	m.changed = false
	tell := m.tell
	m.mu.Unlock()
	if tell != nil {
		tell()
	}
}
