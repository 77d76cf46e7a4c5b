package strand

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// pipe is a channel as a model sees it.
type pipe struct {
	c      chan int // nil or not
	size   int
	held   []int
	closed bool
}

func drawPipe(t *rapid.T) *pipe {
	p := &pipe{size: rapid.IntRange(0, 2).Draw(t, "size")}
	if rapid.IntRange(0, 4).Draw(t, "nil") == 0 {
		return p
	}
	p.c = make(chan int, p.size)
	for i := range rapid.IntRange(0, p.size).Draw(t, "held") {
		p.c <- i
		p.held = append(p.held, i)
	}
	if p.closed = rapid.Bool().Draw(t, "closed"); p.closed {
		close(p.c)
	}
	return p
}

func (p *pipe) canReceive() bool { return p.c != nil && (len(p.held) > 0 || p.closed) }
func (p *pipe) canSend() bool    { return p.c != nil && (len(p.held) < p.size || p.closed) }

// TestSelect: a select statement takes one of the cases that are ready, does
// what that says and nothing else, and takes the default if none is.
func TestSelect(t *testing.T) {
	s := NewSet(Options{})
	rapid.Check(t, func(t *rapid.T) {
		pipes := []*pipe{drawPipe(t), drawPipe(t), drawPipe(t)}
		into := make([]int, 4)
		var cases []Case
		var on []*pipe
		var ready []int
		for i := range rapid.IntRange(0, 4).Draw(t, "cases") {
			p := rapid.SampledFrom(pipes).Draw(t, "pipe")
			on = append(on, p)
			into[i] = -1
			if rapid.Bool().Draw(t, "send") {
				cases = append(cases, SendCase(p.c, 100+i))
				if p.canSend() {
					ready = append(ready, i)
				}
			} else {
				cases = append(cases, RecvCase(p.c, &into[i]))
				if p.canReceive() {
					ready = append(ready, i)
				}
			}
		}
		fallback := -1
		if len(ready) == 0 || rapid.Bool().Draw(t, "default") {
			fallback = len(cases)
			cases = append(cases, DefaultCase())
		}
		closedSend := slices.ContainsFunc(ready, func(i int) bool { return cases[i].Dir == Sends && on[i].closed })
		index, ok, panicked := selected(s, cases)
		switch {
		case panicked != nil:
			if !closedSend {
				t.Fatalf("panicked: %v", panicked)
			}
			return
		case index == fallback:
			if len(ready) > 0 {
				t.Fatalf("took the default with %v ready", ready)
			}
			return
		case !slices.Contains(ready, index):
			t.Fatalf("took %d, ready are %v", index, ready)
		}
		p := on[index]
		if cases[index].Dir == Sends {
			p.held = append(p.held, 100+index)
		} else {
			want, sent := 0, len(p.held) > 0
			if sent {
				want, p.held = p.held[0], p.held[1:]
			}
			if into[index] != want || ok != sent {
				t.Fatalf("received %d, %v; want %d, %v", into[index], ok, want, sent)
			}
		}
		for i, p := range pipes {
			var left []int
			for len(p.c) > 0 {
				left = append(left, <-p.c)
			}
			if !slices.Equal(left, p.held) {
				t.Fatalf("channel %d holds %v, want %v", i, left, p.held)
			}
		}
	})
}

func selected(s *Set, cases []Case) (index int, ok bool, panicked any) {
	defer func() { panicked = recover() }()
	index, ok = s.Select(cases...)
	return index, ok, nil
}

// TestSelectIsFair: every case that stays ready is taken some day.
func TestSelectIsFair(t *testing.T) {
	s := NewSet(Options{})
	c := make(chan int)
	close(c)
	var taken [3]bool
	for taken != [3]bool{true, true, true} {
		i, _ := s.Select(RecvCase(c, nil), RecvCase(c, nil), RecvCase(c, nil))
		taken[i] = true
	}
}

// TestSelectOwnsItsCases: goroutines that execute the same statement with other
// channels do not take each other's.
func TestSelectOwnsItsCases(t *testing.T) {
	const each = 200
	o := in(t, func(s *Set) {
		done := s.ints(0)
		for me := range 8 {
			mine, quit := s.ints(0), s.ints(0)
			s.Go(1, func() {
				for range each {
					s.Send(mine, me)
				}
				CloseChan(quit)
			})
			s.Go(2, func() {
				for got, v := 0, 0; ; got++ {
					if i, _ := s.Select(RecvCase(mine, &v), RecvCase(quit, nil)); i == 1 {
						s.Send(done, got)
						return
					}
					if v != me {
						t.Errorf("goroutine %d received %d", me, v)
					}
				}
			})
		}
		for range 8 {
			if got := s.Recv(done); got != each {
				t.Errorf("received %v of %d", got, each)
			}
		}
	})
	if o.Cause != nil {
		t.Error(o.Cause)
	}
}
