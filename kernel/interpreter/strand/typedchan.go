package strand

import (
	"reflect"
	"time"
)

// Channels of common types need no reflect. They are interfaces here for one
// table of types to serve all operations; a channel in one costs no memory.
type (
	receiver interface {
		// receive waits for an element and stores it where p points to, unless
		// p is nil or, if that is not wanted, the channel is closed.
		receive(s *Set, p any) (ok bool)
		// next waits for an element.
		next(s *Set) any
	}
	sender interface {
		// send sends v, or reports that v is of another type.
		send(s *Set, v any) (ok bool)
	}

	both[T any]    chan T
	receive[T any] <-chan T
	send[T any]    chan<- T
)

// receiverOf returns ch, if its type is in the table.
func receiverOf(ch any) receiver {
	switch c := ch.(type) {
	case chan int:
		return both[int](c)
	case <-chan int:
		return receive[int](c)
	case chan bool:
		return both[bool](c)
	case <-chan bool:
		return receive[bool](c)
	case chan string:
		return both[string](c)
	case <-chan string:
		return receive[string](c)
	case chan float64:
		return both[float64](c)
	case <-chan float64:
		return receive[float64](c)
	case chan struct{}:
		return both[struct{}](c)
	case <-chan struct{}:
		return receive[struct{}](c)
	case chan any:
		return both[any](c)
	case <-chan any:
		return receive[any](c)
	case chan error:
		return both[error](c)
	case <-chan error:
		return receive[error](c)
	case <-chan time.Time:
		return receive[time.Time](c)
	}
	return nil
}

// senderOf returns ch, if its type is in the table.
func senderOf(ch any) sender {
	switch c := ch.(type) {
	case chan int:
		return both[int](c)
	case chan<- int:
		return send[int](c)
	case chan bool:
		return both[bool](c)
	case chan<- bool:
		return send[bool](c)
	case chan string:
		return both[string](c)
	case chan<- string:
		return send[string](c)
	case chan float64:
		return both[float64](c)
	case chan<- float64:
		return send[float64](c)
	case chan struct{}:
		return both[struct{}](c)
	case chan<- struct{}:
		return send[struct{}](c)
	case chan any:
		return both[any](c)
	case chan<- any:
		return send[any](c)
	case chan error:
		return both[error](c)
	case chan<- error:
		return send[error](c)
	}
	return nil
}

func (c both[T]) receive(s *Set, p any) bool {
	return receive[T]((<-chan T)(c)).receive(s, p)
}
func (c both[T]) next(s *Set) any         { return receive[T]((<-chan T)(c)).next(s) }
func (c both[T]) send(s *Set, v any) bool { return send[T]((chan<- T)(c)).send(s, v) }

func (c receive[T]) receive(s *Set, p any) bool {
	v, ok := c.wait(s)
	if p == nil {
		return ok
	}
	if at, ok := p.(*T); ok {
		*at = v
	} else {
		reflect.ValueOf(p).Elem().Set(reflect.ValueOf(&v).Elem())
	}
	return ok
}

func (c receive[T]) next(s *Set) any {
	v, _ := c.wait(s)
	return v
}

func (c receive[T]) wait(s *Set) (v T, ok bool) {
	select {
	case v, ok = <-c:
		return v, ok
	default:
	}
	w := s.await(receiving, channelOf((<-chan T)(c)))
	defer w.done()
	select {
	case v, ok = <-c:
	case <-w.end:
		w.halted()
	}
	return v, ok
}

func (c send[T]) send(s *Set, v any) bool {
	x, ok := v.(T)
	if !ok && (v != nil || reflect.TypeFor[T]().Kind() != reflect.Interface) {
		return false
	}
	select {
	case c <- x:
		return true
	default:
	}
	w := s.await(sending, channelOf((chan<- T)(c)))
	defer w.done()
	select {
	case c <- x:
	case <-w.end:
		w.halted()
	}
	return true
}
