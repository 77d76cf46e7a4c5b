package display

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// recorder is a sink that remembers what reached it, a line per call.
type recorder struct {
	mu    sync.Mutex
	calls []string
	ids   map[string]bool
	last  Bundle
	meta  map[string]any
}

func (r *recorder) record(verb string, b Bundle, metadata map[string]any, id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ids == nil {
		r.ids = map[string]bool{}
	}
	r.ids[id], r.last, r.meta = true, b, metadata
	r.calls = append(r.calls, fmt.Sprintf("%s %s", verb, b[textPlain]))
}

func (r *recorder) Display(b Bundle, m map[string]any, id string) { r.record("display", b, m, id) }
func (r *recorder) Update(b Bundle, m map[string]any, id string)  { r.record("update", b, m, id) }
func (r *recorder) Clear(wait bool)                               { r.record("clear", Bundle{textPlain: wait}, nil, "") }

// clockScreen returns a screen whose clock moves only by hand.
func clockScreen() (*Screen, *recorder, *time.Time) {
	now := time.Unix(0, 0)
	r := &recorder{}
	s := NewScreen(r)
	s.now = func() time.Time { return now }
	return s, r, &now
}

func TestScreenUpdatesInPlace(t *testing.T) {
	s, r, _ := clockScreen()
	h := s.Show(1)
	h.Update("two")
	s.Clear(true)
	if got, want := strings.Join(r.calls, "; "), "display 1; update two; clear %!s(bool=true)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if h.ID == "" || !r.ids[h.ID] || len(r.ids) != 2 {
		t.Errorf("ids %v, want %q alone", r.ids, h.ID)
	}
}

// TestProgressIsThrottled: of a thousand steps in one second ten are shown,
// and the first and the last.
func TestProgressIsThrottled(t *testing.T) {
	s, r, now := clockScreen()
	p := s.Progress("train", 1000)
	for i := 1; i <= 1000; i++ {
		*now = now.Add(time.Millisecond)
		p.Set(i, map[string]float64{"loss": 1 / float64(i)})
	}
	p.Done()
	p.Done()
	p.Set(3, nil)
	if n := len(r.calls); n != 12 {
		t.Errorf("%d calls, want 12", n)
	}
	if first, want := r.calls[0], "display train  ░░░░░░░░░░░░░░░░░░░░   0% 0/1000"; first != want {
		t.Errorf("first is %q, want %q", first, want)
	}
	if last, want := r.calls[len(r.calls)-1], "update train  ████████████████████ 100% 1000/1000  loss 0.001  took 1.0 s"; last != want {
		t.Errorf("last is %q, want %q", last, want)
	}
	mark, _ := r.meta["unravel"].(map[string]any)
	if mark["progress"] != true || mark["done"] != true {
		t.Errorf("metadata %v does not say that it is a bar and done", r.meta)
	}
}

func TestProgressSaysHowLongItTakes(t *testing.T) {
	s, r, now := clockScreen()
	p := s.Progress("", 4)
	*now = now.Add(150 * time.Second)
	p.Add(1)
	if got, want := r.calls[1], "update █████░░░░░░░░░░░░░░░  25% 1/4  7 min 30 s left"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	p.Add(3)
	if got, want := r.calls[2], "update ████████████████████ 100% 4/4  took 2 min 30 s"; got != want {
		t.Errorf("a full bar that is not ended: got %q, want %q", got, want)
	}
	counter := s.Progress("paths", 0)
	*now = now.Add(2 * time.Hour)
	counter.Add(7)
	if got, want := r.calls[4], "update paths  7  2 h 0 min"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestProgressInHTML(t *testing.T) {
	s, r, now := clockScreen()
	p := s.Progress("train <1>", 3)
	for i := range 4 {
		*now = now.Add(time.Second)
		p.Set(i, map[string]float64{"loss": float64(9 - i*i), "error": 50})
	}
	p.Done()
	golden(t, "progress.html", r.last[textHTML].(string))
}

// TestReportKeepsABarPerTask: compiled code says only the name of a task.
func TestReportKeepsABarPerTask(t *testing.T) {
	s, r, now := clockScreen()
	for i := 1; i <= 2; i++ {
		*now = now.Add(time.Second)
		s.Report("train", i, 2, nil)
		s.Report("lesion", i, 4, nil)
	}
	s.Report("train", 2, 2, nil) // said twice: the same run
	if n := len(r.ids); n != 2 {
		t.Errorf("%d bars, want 2", n)
	}
	s.Report("train", 1, 2, nil) // the next run
	if n := len(r.ids); n != 3 {
		t.Errorf("%d bars after a second run, want 3", n)
	}
}

func TestScreenFromManyGoroutines(t *testing.T) {
	s, r, _ := clockScreen()
	p := s.Progress("all", 800)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 100 {
				p.Add(1)
				s.Report("shared", i, 100, map[string]float64{"x": float64(i)})
				s.Show(i).Update(-i)
			}
		})
	}
	wg.Wait()
	if last := p.done; last != 800 {
		t.Errorf("%d steps counted, want 800", last)
	}
	if len(r.calls) < 1600 {
		t.Errorf("%d calls, want at least 1600", len(r.calls))
	}
}

// TestCurveStaysSmall: a million values leave a bounded curve that still spans
// them all.
func TestCurveStaysSmall(t *testing.T) {
	var c curve
	for i := range 1_000_000 {
		c.add(float64(i))
	}
	if n := len(c.values); n > maxCurve || n < maxCurve/2 {
		t.Errorf("%d points, want %d to %d", n, maxCurve/2, maxCurve)
	}
	if c.values[0] != 0 || c.values[len(c.values)-1] < 980_000 || c.last != 999_999 {
		t.Errorf("the curve runs from %v to %v and then %v", c.values[0], c.values[len(c.values)-1], c.last)
	}
}
