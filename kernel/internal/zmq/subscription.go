package zmq

// subscription follows the bytes that a subscriber sends, to see what it
// subscribes to. It never judges: broken bytes are zmq4's to refuse.
type subscription struct {
	greeting int // bytes of greeting seen
	head     []byte
	left     int
	body     []byte // at most the beginning
	done     bool   // the body is that of a subscription, all of it seen
}

// longest is what a topic may be long to be greeted.
const longest = 1 << 10

// see takes bytes that were read.
func (s *subscription) see(b []byte) {
	for len(b) > 0 {
		n := s.step(b)
		b = b[n:]
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
			s.left, s.body = bodyLen(s.head), nil
			if s.left <= 0 {
				s.left, s.head = 0, nil
			}
		}
		return 1
	}
	n := min(s.left, len(b))
	s.body = append(s.body, b[:min(n, longest-min(longest, len(s.body)))]...)
	s.left -= n
	if s.left == 0 {
		s.done = s.head[0]&(flagMore|flagCommand) == 0 && len(s.body) < longest && s.body[0] <= 1
		s.head = nil
	}
	return n
}

// complete says whether a subscription has been read and not been taken.
func (s *subscription) complete() bool { return s.done }

// take returns the subscription: its topic, and whether it begins or ends.
func (s *subscription) take() (topic string, on bool) {
	s.done = false
	return string(s.body[1:]), s.body[0] == 1
}
