package widget

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unravel-go/unravel/display"
)

// page is a frontend: it notes what it is told, and says things.
type page struct {
	opened []*line
	told   []string
}

// line is the page's end of a comm.
type line struct {
	page    *page
	state   map[string]any
	hear    func(map[string]any, [][]byte)
	waiting []map[string]any
	closed  bool
}

func (p *page) open(target string, data map[string]any, o display.CommOptions) *display.Comm {
	l := &line{page: p, state: data["state"].(state)}
	p.opened = append(p.opened, l)
	p.told = append(p.told, fmt.Sprint("open ", target, " ", o.Metadata["version"], " ", l.state["_model_name"]))
	return display.NewComm(fmt.Sprint("comm", len(p.opened)), target, l)
}

func (l *line) Send(data map[string]any, _ [][]byte) {
	l.page.told = append(l.page.told, fmt.Sprint(data["method"], " ", data["state"]))
}
func (l *line) OnMessage(f func(map[string]any, [][]byte)) { l.hear = f }
func (l *line) OnClose(func(map[string]any))               {}
func (l *line) Close(map[string]any)                       { l.closed = true }
func (l *line) Closed() bool                               { return l.closed }
func (l *line) Waiting() int                               { return len(l.waiting) }

// say says things one right behind the other.
func (l *line) say(all ...map[string]any) {
	for l.waiting = all; len(l.waiting) > 0; {
		data := l.waiting[0]
		l.waiting = l.waiting[1:]
		l.hear(data, nil)
	}
}

func update(key string, v any) map[string]any {
	return map[string]any{"method": "update", "state": map[string]any{key: v}}
}

// shown connects a widget and returns its end at the page, which has been told
// nothing yet.
func shown(w Widget) (*page, *line) {
	p := &page{}
	w.Connect(p.open)
	p.told = nil
	return p, p.opened[len(p.opened)-1]
}

// TestValues: what a page says becomes the value, and is told in the type of
// the value; what Go sets goes to the page and is not told.
func TestValues(t *testing.T) {
	var heard []any
	number := NewIntSlider("n", 0, 10, 99)
	number.OnChange(func(v int) { heard = append(heard, v) })
	real := NewFloatSlider("x", 0, 1, -1)
	real.OnChange(func(v float64) { heard = append(heard, v) })
	line := NewText("t", "a")
	line.OnChange(func(v string) { heard = append(heard, v) })
	box := NewCheckbox("c", false)
	box.OnChange(func(v bool) { heard = append(heard, v) })
	list := NewDropdown("d", []string{"one", "two"})
	list.OnChange(func(v string) { heard = append(heard, v) })
	set := func(f func()) func() error { return func() error { f(); return nil } }
	for _, tt := range []struct {
		widget   Widget
		key      string
		say      any
		set      func() error
		value    func() any
		was, now any
		told     string
	}{
		{number, "value", 7.0, set(func() { number.Set(-3) }), func() any { return number.Value() }, 10, 7, "update map[value:0]"},
		{real, "value", 0.5, set(func() { real.Set(3) }), func() any { return real.Value() }, 0.0, 0.5, "update map[value:1]"},
		{line, "value", "b", set(func() { line.Set("c") }), func() any { return line.Value() }, "a", "b", "update map[value:c]"},
		{box, "value", true, set(func() { box.Set(false) }), func() any { return box.Value() }, false, true, "update map[value:false]"},
		{list, "index", 1.0, func() error { return list.Set("one") }, func() any { return list.Value() }, "one", "two", "update map[index:0]"},
	} {
		t.Run(fmt.Sprintf("%T", tt.widget), func(t *testing.T) {
			heard = nil
			if got := tt.value(); got != tt.was {
				t.Errorf("at first the value is %v, want %v", got, tt.was)
			}
			p, l := shown(tt.widget)
			l.say(update(tt.key, tt.say))
			if diff := cmp.Diff([]any{tt.now}, heard); diff != "" {
				t.Error("what was heard:", diff)
			}
			if got := tt.value(); got != tt.now {
				t.Errorf("the value is %v, want %v", got, tt.now)
			}
			l.say(update(tt.key, tt.say), update(tt.key, []any{}), update("no such part", 1.0))
			if err := tt.set(); err != nil {
				t.Error(err)
			}
			if len(heard) > 1 {
				t.Errorf("heard %v, of which all but the first is no news", heard)
			}
			if diff := cmp.Diff([]string{tt.told}, p.told); diff != "" {
				t.Error("what the page was told:", diff)
			}
		})
	}
}

// TestLastValueOnly: of values that have piled up, the last is told.
func TestLastValueOnly(t *testing.T) {
	var heard []int
	s := NewIntSlider("", 0, 10, 0)
	s.OnChange(func(v int) { heard = append(heard, v) })
	_, l := shown(s)
	l.say(update("value", 1.0), update("value", 2.0), update("value", 3.0))
	l.say(update("value", 4.0), map[string]any{"method": "custom"}, nil)
	if !slices.Equal(heard, []int{3, 4}) {
		t.Errorf("heard %v, want 3 and 4", heard)
	}
}

func TestButton(t *testing.T) {
	b := NewButton("go")
	_, l := shown(b)
	press := map[string]any{"method": "custom", "content": map[string]any{"event": "click"}}
	l.say(press) // nobody listens
	times := 0
	b.OnClick(func() { times++ })
	l.say(press, press, map[string]any{"method": "custom", "content": "garbage"})
	if times != 2 {
		t.Errorf("pressed %d times, want 2", times)
	}
}

// TestStateOnRequest: a page that was opened later asks for everything.
func TestStateOnRequest(t *testing.T) {
	s := NewIntSlider("n", 0, 10, 5)
	p, l := shown(s)
	l.say(map[string]any{"method": "request_state"})
	if got := strings.Join(p.told, ""); !strings.Contains(got, "_view_name:IntSliderView") || !strings.Contains(got, "value:5") {
		t.Errorf("the page was told %s", got)
	}
}

// TestConnectedOnce: a widget has one comm, as long as that is open, whichever
// boxes hold it.
func TestConnectedOnce(t *testing.T) {
	p := &page{}
	b := NewButton("b")
	NewHBox(b, NewVBox(b)).Connect(p.open)
	b.Connect(p.open)
	want := []string{"open jupyter.widget 2.1.0 ButtonModel", "open jupyter.widget 2.1.0 VBoxModel", "open jupyter.widget 2.1.0 HBoxModel"}
	if diff := cmp.Diff(want, p.told); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"IPY_MODEL_comm1", "IPY_MODEL_comm2"}, p.opened[2].state["children"]); diff != "" {
		t.Error(diff)
	}
	p.opened[0].closed = true
	b.Connect(p.open)
	if b.ModelID() != "comm4" {
		t.Errorf("the button is %q after its comm was closed, want a new one", b.ModelID())
	}
}

// TestForms: a view of what is connected, and text in any case.
func TestForms(t *testing.T) {
	for _, tt := range []struct {
		w    Widget
		want string
	}{
		{NewIntSlider("n", 0, 10, 5), "IntSlider n 5"},
		{NewDropdown("d", []string{"one"}), "Dropdown d one"},
		{NewDropdown("none", nil), "Dropdown none"},
		{NewIntProgress("p", 3), "IntProgress p 0"},
		{NewVBox(NewButton("b"), NewHTML("<i>")), "Button b\nHTML <i>"},
	} {
		if diff := cmp.Diff(map[string]any{"text/plain": tt.want}, tt.w.MIMEBundle()); diff != "" {
			t.Error("before it is connected:", diff)
		}
		shown(tt.w)
		b := tt.w.MIMEBundle()
		view, _ := b[viewType].(map[string]any)
		if b["text/plain"] != tt.want || view["model_id"] != tt.w.ModelID() || tt.w.ModelID() == "" {
			t.Errorf("%s: got %v", tt.want, b)
		}
	}
}

func TestNoSuchChoice(t *testing.T) {
	err := NewDropdown("d", []string{"one"}).Set("two")
	if err == nil || err.Error() != `widget: Dropdown.Set: got "two", want one of ["one"]` {
		t.Errorf("got %v", err)
	}
}
