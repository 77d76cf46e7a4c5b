package zmq

import (
	"time"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// ListenImpatient listens with the bounds that tests wait for.
func ListenImpatient(c protocol.Connection, greet Greeting) (*Transport, error) {
	l := defaultLimits()
	l.handShake, l.shaking = 300*time.Millisecond, 8
	l.queue, l.ahead = 8<<20, 1<<20
	l.pulse, l.patience, l.linger = 50*time.Millisecond, 300*time.Millisecond, 300*time.Millisecond
	return listenWithin(c, greet, l)
}

// LingerLong makes Close wait for longer than any test may.
func LingerLong(t *Transport) { t.pool.limits.linger, t.pool.limits.patience = time.Hour, time.Hour }
