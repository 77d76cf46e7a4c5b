package strand

import (
	"fmt"
	"runtime"
	"sync"
	"testing"
)

// onStrand runs a benchmark on a goroutine of a cell.
func onStrand(b *testing.B, f func(s *Set)) {
	s := NewSet(Options{})
	s.NewGroup(b.Context(), nil).Run(func() { f(s) })
}

// other is an element type that has no fast path.
type other struct{ x int }

// BenchmarkReady measures operations that do not wait.
func BenchmarkReady(b *testing.B) {
	b.Run("op=send and receive/element=int", func(b *testing.B) {
		onStrand(b, func(s *Set) {
			c, v := make(chan int, 1), 0
			for b.Loop() {
				s.Send(c, 1)
				s.RecvInto(c, &v)
			}
		})
	})
	b.Run("op=send and receive/element=struct", func(b *testing.B) {
		onStrand(b, func(s *Set) {
			c, v := make(chan other, 1), other{}
			for b.Loop() {
				s.Send(c, other{1})
				s.RecvInto(c, &v)
			}
		})
	})
	b.Run("op=select of two", func(b *testing.B) {
		onStrand(b, func(s *Set) {
			c, d, v := make(chan int, 1), make(chan int), 0
			for b.Loop() {
				c <- 1
				s.Select(RecvCase(c, &v), RecvCase(d, &v))
			}
		})
	})
	b.Run("op=lock and unlock", func(b *testing.B) {
		onStrand(b, func(s *Set) {
			var m sync.Mutex
			for b.Loop() {
				s.lockMutex(&m)
				s.unlockMutex(&m)
			}
		})
	})
	b.Run("op=make a channel", func(b *testing.B) {
		onStrand(b, func(s *Set) {
			for b.Loop() {
				s.MakeChan((chan int)(nil), 0)
			}
		})
	})
	b.Run("op=poll", func(b *testing.B) {
		onStrand(b, func(s *Set) {
			for b.Loop() {
				s.Poll()
			}
		})
	})
}

// BenchmarkWaiting passes a value to another goroutine and back, beside what Go
// takes for that.
func BenchmarkWaiting(b *testing.B) {
	b.Run("by=helpers/element=int", func(b *testing.B) {
		onStrand(b, func(s *Set) {
			there, back, v := make(chan int), make(chan int), 0
			s.Go(1, func() {
				var v int
				for s.RecvInto(there, &v) {
					s.Send(back, v)
				}
			})
			for b.Loop() {
				s.Send(there, 1)
				s.RecvInto(back, &v)
			}
			CloseChan(there)
		})
	})
	b.Run("by=helpers/element=struct", func(b *testing.B) {
		onStrand(b, func(s *Set) {
			there, back, v := make(chan other), make(chan other), other{}
			s.Go(1, func() {
				var v other
				for s.RecvInto(there, &v) {
					s.Send(back, v)
				}
			})
			for b.Loop() {
				s.Send(there, other{1})
				s.RecvInto(back, &v)
			}
			CloseChan(there)
		})
	})
	b.Run("by=select", func(b *testing.B) {
		onStrand(b, func(s *Set) {
			there, back, never, v := make(chan int), make(chan int), make(chan int), 0
			s.Go(1, func() {
				var v int
				for s.RecvInto(there, &v) {
					s.Select(SendCase(back, v), RecvCase(never, nil))
				}
			})
			for b.Loop() {
				s.Send(there, 1)
				s.Select(RecvCase(back, &v), RecvCase(never, nil))
			}
			CloseChan(there)
		})
	})
	b.Run("by=Go", func(b *testing.B) {
		there, back := make(chan int), make(chan int)
		go func() {
			for v := range there {
				back <- v
			}
		}()
		for b.Loop() {
			there <- 1
			<-back
		}
		close(there)
	})
}

func BenchmarkGo(b *testing.B) {
	onStrand(b, func(s *Set) {
		var wg sync.WaitGroup
		for b.Loop() {
			wg.Add(1)
			s.Go(1, wg.Done)
			s.waitGroup(&wg)
		}
	})
}

// BenchmarkWhoRuns compares the two ways to know a goroutine.
func BenchmarkWhoRuns(b *testing.B) {
	for _, depth := range []int{1, 1000} {
		for _, way := range []struct {
			name string
			ask  func(s *Set)
		}{
			{"labels", func(s *Set) { s.registry.current() }},
			{"stack trace", func(*Set) { goroutineID() }},
		} {
			b.Run(fmt.Sprintf("depth=%d/by=%s", depth, way.name), func(b *testing.B) {
				onStrand(b, func(s *Set) {
					deep(depth, func() {
						for b.Loop() {
							way.ask(s)
						}
					})
				})
			})
		}
	}
}

// deep calls f with some calls on the stack.
func deep(calls int, f func()) {
	if calls > 1 {
		deep(calls-1, f)
		runtime.KeepAlive(calls)
		return
	}
	f()
}

// BenchmarkHalt measures how long a cell takes to end after it was halted.
func BenchmarkHalt(b *testing.B) {
	for _, bb := range []struct {
		name string
		wait func(s *Set)
	}{
		{"a receive", func(s *Set) { s.Recv(make(chan int)) }},
		{"a loop", spin},
	} {
		b.Run("in="+bb.name, func(b *testing.B) {
			for b.Loop() {
				s := NewSet(Options{})
				g := s.NewGroup(b.Context(), nil)
				ready, ended := make(chan bool), make(chan bool)
				go func() {
					g.Run(func() { close(ready); bb.wait(s) })
					close(ended)
				}()
				<-ready
				g.Halt(closing)
				<-ended
			}
		})
	}
}
