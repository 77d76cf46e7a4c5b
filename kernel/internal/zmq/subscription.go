package zmq

// subscription looks for subscriptions among the frames of a peer.
type subscription struct {
	body []byte // of the frame, at most longest of it
	done bool   // the body is that of a subscription that nobody took yet
}

// longest is what a subscription may be long to be answered with a greeting.
const longest = 1 << 10

// begin, add and end take a frame. whole says that the frame is a message.
func (s *subscription) begin() { s.body, s.done = nil, false }

func (s *subscription) add(b []byte) {
	s.body = append(s.body, b[:min(len(b), longest-len(s.body))]...)
}

func (s *subscription) end(whole bool) {
	s.done = whole && len(s.body) > 0 && s.body[0] == 1
}

// take returns the topic of a subscription that was seen to its end, once. A
// topic that is not known to its end gets no greeting.
func (s *subscription) take() (topic string, known, ok bool) {
	if !s.done {
		return "", false, false
	}
	s.done = false
	return string(s.body[1:]), len(s.body) < longest, true
}
