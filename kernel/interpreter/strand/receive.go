package strand

import "reflect"

const receiving = "a channel receive"

// Recv is <-ch.
func (s *Set) Recv(ch any) any {
	if c := receiverOf(ch); c != nil {
		return c.next(s)
	}
	v, _ := s.receive(ch)
	return v.Interface()
}

// RecvInto is *p, ok = <-ch. P points to an element, or is nil if the value is
// not wanted.
func (s *Set) RecvInto(ch, p any) (ok bool) {
	if c := receiverOf(ch); c != nil {
		return c.receive(s, p)
	}
	v, ok := s.receive(ch)
	if p != nil {
		reflect.ValueOf(p).Elem().Set(v)
	}
	return ok
}

// receive receives from any channel.
func (s *Set) receive(ch any) (v reflect.Value, ok bool) {
	c := reflect.ValueOf(ch)
	if !c.IsNil() {
		if v, ok = c.TryRecv(); v.IsValid() {
			return v, ok
		}
	}
	w := s.await(receiving, channel{c.UnsafePointer()})
	defer w.done()
	chosen, v, ok := reflect.Select([]reflect.SelectCase{
		{Dir: reflect.SelectRecv, Chan: c},
		{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(w.end)},
	})
	if chosen == 1 {
		w.halted()
	}
	return v, ok
}
