package display

import (
	"crypto/rand"
	"maps"
	"slices"
	"sync"
	"time"
)

// Progress is a bar that moves in place, with the newest value of each metric
// and, where HTML is shown, the curve it has taken. Its methods may be called
// from any goroutine and as often as one likes: at most ten times a second
// they reach the frontend, the first and the last always.
type Progress struct {
	sink Sink
	now  func() time.Time
	id   string

	mu      sync.Mutex
	title   string
	total   int
	done    int
	ended   bool
	start   time.Time
	shown   time.Time // zero: never
	metrics map[string]*curve
}

// refresh is the shortest time between two updates: faster than this nobody
// sees, and a browser has better things to do.
const refresh = 100 * time.Millisecond

func newProgress(sink Sink, now func() time.Time, title string) *Progress {
	return &Progress{
		sink: sink, now: now, id: rand.Text(),
		title: title, start: now(), metrics: map[string]*curve{},
	}
}

// Set says how many steps are done, and the metrics at this point by name;
// names may come and go. Metrics may be nil.
func (p *Progress) Set(done int, metrics map[string]float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.set(done, metrics)
}

// report is Set for a task that says its total with every step.
func (p *Progress) report(done, total int, metrics map[string]float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.total = total
	p.set(done, metrics)
}

// set is called with the lock held.
func (p *Progress) set(done int, metrics map[string]float64) {
	if p.ended {
		return
	}
	p.done = done
	for name, value := range metrics {
		c := p.metrics[name]
		if c == nil {
			c = &curve{}
			p.metrics[name] = c
		}
		c.add(value)
	}
	p.show(p.total > 0 && done >= p.total)
}

// Add moves the bar n steps further.
func (p *Progress) Add(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return
	}
	p.done += n
	p.show(p.total > 0 && p.done >= p.total)
}

// Done ends the bar where it stands and shows the time it took. What is set
// after it is not shown.
func (p *Progress) Done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return
	}
	p.ended = true
	p.show(true)
}

// over reports whether the bar has ended further than done: a task that
// reports done now is another run. While it runs, reports may come out of
// order, from several goroutines.
func (p *Progress) over(done int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ended && done < p.done
}

// show sends the bar to the sink, at most every refresh unless forced. The
// lock is held on purpose: updates of one bar must not overtake each other.
func (p *Progress) show(force bool) {
	now := p.now()
	first := p.shown.IsZero()
	if !first && !force && now.Sub(p.shown) < refresh {
		return
	}
	p.shown = now
	v := p.view(now)
	b := Bundle{textPlain: v.text(), textHTML: v.html()}
	// The mark by which a headless run knows a bar: it shows it as such and
	// does not print it among the results.
	metadata := map[string]any{"unravel": map[string]any{"progress": true, "done": p.ended}}
	if first {
		p.sink.Display(b, metadata, p.id)
		return
	}
	p.sink.Update(b, metadata, p.id)
}

func (p *Progress) view(now time.Time) progressView {
	v := progressView{
		Title: p.title, Done: p.done, Total: p.total, Ended: p.ended,
		Elapsed: now.Sub(p.start),
	}
	for _, name := range slices.Sorted(maps.Keys(p.metrics)) {
		v.Metrics = append(v.Metrics, metricView{name, p.metrics[name].last, p.metrics[name].values})
	}
	return v
}

// maxCurve bounds the points that a curve remembers.
const maxCurve = 256

// curve remembers the values of a metric: all of them as long as they are
// few, then every second, every fourth and so on.
type curve struct {
	values []float64
	last   float64
	stride int // values per remembered point
	seen   int
}

func (c *curve) add(x float64) {
	c.last = x
	c.stride = max(c.stride, 1)
	if c.seen%c.stride == 0 {
		if len(c.values) == maxCurve {
			for i := range maxCurve / 2 {
				c.values[i] = c.values[2*i]
			}
			c.values = c.values[:maxCurve/2]
			c.stride *= 2
		}
		c.values = append(c.values, x)
	}
	c.seen++
}
