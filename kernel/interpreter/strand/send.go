package strand

import "reflect"

const sending = "a channel send"

// Send is ch <- v.
func (s *Set) Send(ch, v any) {
	switch c := ch.(type) {
	case chan int:
		if v, ok := v.(int); ok {
			send(s, c, v)
			return
		}
	case chan<- int:
		if v, ok := v.(int); ok {
			send(s, c, v)
			return
		}
	case chan bool:
		if v, ok := v.(bool); ok {
			send(s, c, v)
			return
		}
	case chan string:
		if v, ok := v.(string); ok {
			send(s, c, v)
			return
		}
	case chan struct{}:
		send(s, c, struct{}{})
		return
	case chan any:
		send(s, c, v)
		return
	}
	s.send(reflect.ValueOf(ch), v)
}

func send[T any](s *Set, c chan<- T, v T) {
	select {
	case c <- v:
		return
	default:
	}
	w := s.await(sending, channelOf(c))
	defer w.done()
	select {
	case c <- v:
	case <-w.end:
		w.halted()
	}
}

// send sends on any channel.
func (s *Set) send(c reflect.Value, v any) {
	elem := element(c, v)
	if !c.IsNil() && c.TrySend(elem) {
		return
	}
	w := s.await(sending, channel{c.UnsafePointer()})
	defer w.done()
	chosen, _, _ := reflect.Select([]reflect.SelectCase{
		{Dir: reflect.SelectSend, Chan: c, Send: elem},
		{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(w.end)},
	})
	if chosen == 1 {
		w.halted()
	}
}

// element returns v as an element of a channel: nil has no type of its own.
func element(c reflect.Value, v any) reflect.Value {
	if v == nil {
		return reflect.Zero(c.Type().Elem())
	}
	return reflect.ValueOf(v)
}
