package strand

import (
	"reflect"
	"sync"
	"unsafe"
	"weak"
)

// channels are those that interpreted code has made and not given away, which
// therefore nothing else will ever feed. They are known by weak pointers: an
// address alone would pass to the next channel that is made there.
type channels struct {
	mu   sync.Mutex
	made map[weak.Pointer[byte]]struct{}
	full int // at which size the dead are swept out
}

// sweepAt is the least number of channels at which the dead are swept out.
const sweepAt = 1 << 10

func (c *channels) add(at unsafe.Pointer) {
	p := weak.Make((*byte)(at))
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.made == nil {
		c.made, c.full = map[weak.Pointer[byte]]struct{}{}, sweepAt
	}
	if len(c.made) >= c.full {
		for q := range c.made {
			if q.Value() == nil {
				delete(c.made, q)
			}
		}
		c.full = max(sweepAt, 2*len(c.made))
	}
	c.made[p] = struct{}{}
}

func (c *channels) remove(at unsafe.Pointer) {
	if at == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.made, weak.Make((*byte)(at)))
}

func (c *channels) owns(at unsafe.Pointer) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, ok := c.made[weak.Make((*byte)(at))]
	return ok
}

// MakeChan makes a channel of sample's type.
func (s *Set) MakeChan(sample any, size int) any {
	switch sample.(type) {
	case chan int:
		return own(s, make(chan int, size))
	case chan bool:
		return own(s, make(chan bool, size))
	case chan string:
		return own(s, make(chan string, size))
	case chan struct{}:
		return own(s, make(chan struct{}, size))
	case chan any:
		return own(s, make(chan any, size))
	}
	if size < 0 {
		size = len(make(chan int, size)) // panics as Go does
	}
	t := reflect.TypeOf(sample)
	c := reflect.MakeChan(reflect.ChanOf(reflect.BothDir, t.Elem()), size)
	s.channels.add(c.UnsafePointer())
	return c.Convert(t).Interface()
}

func own[T any](s *Set, c chan T) any {
	s.channels.add(reflect.ValueOf(c).UnsafePointer())
	return c
}

// Give tells that a channel, or what holds channels, is passed to compiled
// code, which may feed them from now on without a goroutine of any cell.
func (s *Set) Give(x any) { s.give(reflect.ValueOf(x), maxDepth) }

// Given gives x and returns it.
func (s *Set) Given(x any) any {
	s.Give(x)
	return x
}

// maxDepth bounds how deep channels are looked for in what holds them, which
// may hold itself.
const maxDepth = 8

func (s *Set) give(v reflect.Value, depth int) {
	if depth == 0 {
		return
	}
	switch v.Kind() {
	case reflect.Chan:
		s.channels.remove(v.UnsafePointer())
	case reflect.Pointer, reflect.Interface:
		s.give(v.Elem(), depth-1)
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			s.give(v.Index(i), depth-1)
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			s.give(it.Key(), depth-1)
			s.give(it.Value(), depth-1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			s.give(v.Field(i), depth-1)
		}
	}
}

func channelOf(ch any) channel {
	if ch == nil {
		return channel{}
	}
	return channel{reflect.ValueOf(ch).UnsafePointer()}
}
