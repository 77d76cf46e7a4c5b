package strand

import "reflect"

const sending = "a channel send"

// Send is ch <- v.
func (s *Set) Send(ch, v any) {
	if c := senderOf(ch); c == nil || !c.send(s, v) {
		s.send(reflect.ValueOf(ch), v)
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

// CloseChan is close(ch).
func CloseChan(ch any) { reflect.ValueOf(ch).Close() }
