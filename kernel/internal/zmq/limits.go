package zmq

import "time"

// What a peer may send. zmq4 makes room for whatever length a peer announces,
// before a byte of it is there and long before a signature can be checked.
const (
	longestCommand = 4 << 10   // bytes of a command, READY among them
	longestMessage = 512 << 20 // bytes of a message, all frames
	mostFrames     = 4096      // of a message
	longestTopic   = 4 << 10   // bytes of a subscription
	mostTopics     = 1024      // of a subscriber, at a time
)

// limits are the bounds that tests change to be fast.
type limits struct {
	handShake time.Duration // from a connection to the end of its hand-shake
	shaking   int           // hand-shakes at a time, of a socket

	ahead    int           // bytes that the quickest subscriber may be behind before Send waits
	queue    int           // bytes that may wait for a peer
	pulse    time.Duration // a peer that takes nothing for so long holds nobody up
	patience time.Duration // a peer that takes nothing for so long is not waited for
	linger   time.Duration // what closing waits for peers to take the last messages
}

func defaultLimits() limits {
	return limits{
		handShake: 5 * time.Second,
		shaking:   64,
		ahead:     4 << 20,
		queue:     64 << 20,
		pulse:     100 * time.Millisecond,
		patience:  2 * time.Second,
		linger:    2 * time.Second,
	}
}
