package strand

import "reflect"

// Dir is what a case of a select statement does.
type Dir int

const (
	Receive Dir = iota + 1
	Sends
	Default
)

// Case is a case of a select statement.
type Case struct {
	Dir  Dir
	Chan any
	Send any // what a send sends
	Into any // pointer to where a receive puts the element, or nil
}

// RecvCase is case *into = <-ch; into may be nil.
func RecvCase(ch, into any) Case { return Case{Dir: Receive, Chan: ch, Into: into} }

// SendCase is case ch <- v.
func SendCase(ch, v any) Case { return Case{Dir: Sends, Chan: ch, Send: v} }

// DefaultCase is default.
func DefaultCase() Case { return Case{Dir: Default} }

const selecting = "a select statement"

// Select is a select statement. It returns the index of the case that was
// taken and, for a receive, whether the element was sent.
//
// Every call has its cases to itself, which those of yaegi's select statement
// are not: it keeps them in one place for all goroutines that execute it.
func (s *Set) Select(cases ...Case) (index int, ok bool) {
	list := make([]reflect.SelectCase, len(cases), len(cases)+1)
	fallback := -1
	for i, c := range cases {
		list[i] = c.native()
		if c.Dir == Default {
			fallback = i
		}
	}
	if fallback < 0 {
		list = append(list, reflect.SelectCase{Dir: reflect.SelectDefault})
	}
	index, v, ok := reflect.Select(list)
	if index == len(cases) {
		index, v, ok = s.selectWaiting(list)
	}
	if into := cases[index].Into; into != nil {
		reflect.ValueOf(into).Elem().Set(v)
	}
	return index, ok
}

// selectWaiting waits for one of the cases: the last one is to be replaced by
// the end of the wait.
func (s *Set) selectWaiting(list []reflect.SelectCase) (index int, v reflect.Value, ok bool) {
	last := len(list) - 1
	on := make(several, 0, last)
	for _, c := range list[:last] {
		if c.Chan.IsValid() {
			on = append(on, channel{c.Chan.UnsafePointer()})
		}
	}
	w := s.await(selecting, on)
	defer w.done()
	list[last] = reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(w.end)}
	index, v, ok = reflect.Select(list)
	if index == last {
		w.halted()
	}
	return index, v, ok
}

func (c Case) native() reflect.SelectCase {
	switch c.Dir {
	case Default:
		return reflect.SelectCase{Dir: reflect.SelectDefault}
	case Sends:
		ch := reflect.ValueOf(c.Chan)
		if !ch.IsValid() {
			return reflect.SelectCase{Dir: reflect.SelectSend}
		}
		return reflect.SelectCase{Dir: reflect.SelectSend, Chan: ch, Send: element(ch, c.Send)}
	}
	return reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(c.Chan)}
}
