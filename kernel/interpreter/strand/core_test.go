package strand

import (
	"testing"
	"time"
)

func run(t *testing.T, f func(s *Set)) Outcome {
	t.Helper()
	s := NewSet(Options{})
	g := s.NewGroup(t.Context(), nil)
	return g.Run(func() { f(s) })
}

func TestFirst(t *testing.T) {
	o := run(t, func(s *Set) {
		c := s.MakeChan((chan int)(nil), 0)
		s.Go(1, func() { s.Send(c, 5) })
		if v := s.Recv(c); v != 5 {
			t.Error(v)
		}
	})
	t.Logf("%+v", o)
	o = run(t, func(s *Set) {
		c := s.MakeChan((chan int)(nil), 0)
		s.Recv(c)
	})
	t.Logf("%+v %+v", o, o.Waited)
	o = run(t, func(s *Set) {
		time.AfterFunc(10*time.Millisecond, func() { s.Here().Halt(&Cause{}) })
		c := s.MakeChan((chan int)(nil), 0)
		defer s.Sleep(time.Hour)
		s.Recv(c)
	})
	t.Logf("%+v %+v", o, o.Waited)
}
