package zmq

// subscription follows the bytes that a subscriber sends, to see what it
// subscribes to. It never judges: broken bytes are zmq4's to refuse.
type subscription struct {
	greeting int    // bytes of greeting seen
	head     []byte // of the frame, as far as it is there
	left     int    // bytes of the frame's body still to come
	body     []byte // at most longest of it
	done     bool   // the body is that of a subscription that nobody took yet
}

// longest is what a subscription may be long to be answered with a greeting.
const longest = 1 << 10

// see takes bytes that were read.
func (s *subscription) see(b []byte) {
	for len(b) > 0 {
		b = b[s.step(b):]
	}
}

// step takes some of the bytes and returns how many.
func (s *subscription) step(b []byte) int {
	if s.greeting < greetingLen {
		n := min(greetingLen-s.greeting, len(b))
		s.greeting += n
		return n
	}
	if s.left == 0 {
		s.head = append(s.head, b[0])
		if len(s.head) == headerLen(s.head) {
			s.left, s.body = max(0, bodyLen(s.head)), nil
			if s.left == 0 {
				s.head = nil
			}
		}
		return 1
	}
	n := min(s.left, len(b))
	s.body = append(s.body, b[:min(n, longest-len(s.body))]...)
	s.left -= n
	if s.left == 0 {
		s.done = s.head[0]&(flagMore|flagCommand) == 0 && len(s.body) < longest && s.body[0] == 1
		s.head = nil
	}
	return n
}

// take returns the topic of a subscription that was seen to its end, once.
func (s *subscription) take() (topic string, ok bool) {
	if !s.done {
		return "", false
	}
	s.done = false
	return string(s.body[1:]), true
}
