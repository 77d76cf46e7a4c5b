package strand

import "reflect"

const receiving = "a channel receive"

// Recv is <-ch.
func (s *Set) Recv(ch any) any {
	switch c := ch.(type) {
	case chan int:
		v, _ := receive(s, c)
		return v
	case chan bool:
		v, _ := receive(s, c)
		return v
	case chan string:
		v, _ := receive(s, c)
		return v
	case chan struct{}:
		receive(s, c)
		return struct{}{}
	case <-chan struct{}:
		receive(s, c)
		return struct{}{}
	case chan any:
		v, _ := receive(s, c)
		return v
	}
	v, _ := s.receive(ch)
	return v.Interface()
}

// RecvInto is *p, ok = <-ch. P points to an element, or is nil if the value is
// not wanted.
func (s *Set) RecvInto(ch, p any) (ok bool) {
	switch c := ch.(type) {
	case chan int:
		return receiveInto(s, c, p)
	case <-chan int:
		return receiveInto(s, c, p)
	case chan bool:
		return receiveInto(s, c, p)
	case chan string:
		return receiveInto(s, c, p)
	case chan struct{}:
		return receiveInto(s, c, p)
	case <-chan struct{}:
		return receiveInto(s, c, p)
	case chan any:
		return receiveInto(s, c, p)
	}
	v, ok := s.receive(ch)
	if p != nil {
		reflect.ValueOf(p).Elem().Set(v)
	}
	return ok
}

// RangeNext is what a range over a channel asks for at every turn: it puts the
// next element where p points to, unless p is nil, and reports false, without
// touching that, once the channel is closed and empty.
func (s *Set) RangeNext(ch, p any) bool {
	switch c := ch.(type) {
	case chan int:
		return rangeNext(s, c, p)
	case <-chan int:
		return rangeNext(s, c, p)
	case chan string:
		return rangeNext(s, c, p)
	case chan any:
		return rangeNext(s, c, p)
	}
	v, ok := s.receive(ch)
	if ok && p != nil {
		reflect.ValueOf(p).Elem().Set(v)
	}
	return ok
}

// receive receives from channels of common types, at the price of no reflect.
func receive[T any](s *Set, c <-chan T) (v T, ok bool) {
	select {
	case v, ok = <-c:
		return v, ok
	default:
	}
	w := s.await(receiving, channelOf(c))
	defer w.done()
	select {
	case v, ok = <-c:
		return v, ok
	case <-w.end:
		w.halted()
		panic("unreachable")
	}
}

func receiveInto[T any](s *Set, c <-chan T, p any) bool {
	v, ok := receive(s, c)
	if p != nil {
		put(p, v)
	}
	return ok
}

func rangeNext[T any](s *Set, c <-chan T, p any) bool {
	v, ok := receive(s, c)
	if ok && p != nil {
		put(p, v)
	}
	return ok
}

func put[T any](p any, v T) {
	if p, ok := p.(*T); ok {
		*p = v
		return
	}
	reflect.ValueOf(p).Elem().Set(reflect.ValueOf(&v).Elem())
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
