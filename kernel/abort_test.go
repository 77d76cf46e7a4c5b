package kernel

import (
	"testing"
	"time"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// TestAborted: a cell is not run if it was sent before the reply that an
// earlier one failed, by whatever clock, also if it arrives after it.
func TestAborted(t *testing.T) {
	const ms = time.Millisecond
	began := time.Now()
	date := func(after time.Duration) string {
		return protocol.Date(time.Date(1999, 12, 31, 23, 0, 0, 0, time.UTC).Add(after))
	}
	tests := []struct {
		name    string
		session string
		date    string
		arrival int64         // 1 has failed; 2 is the last that had arrived
		after   time.Duration // from the arrival of the failed cell, which failed after 5 ms
		want    bool
	}{
		{"it waited", "a", date(ms), 2, 2 * ms, true},
		{"it waited, without a date", "a", "", 2, 2 * ms, true},
		{"it waited, from somebody else", "b", date(-time.Hour), 2, 2 * ms, true},
		{"it was under way", "a", date(ms), 3, 6 * ms, true},
		{"it was sent in the same moment", "a", date(0), 3, 6 * ms, true},
		{"it was sent later", "a", date(6 * ms), 3, 7 * ms, false},
		{"it comes from somebody else", "b", date(ms), 3, 6 * ms, false},
		{"it has no date", "a", "", 3, 6 * ms, false},
		{"it has a date of before", "a", date(-ms), 3, 6 * ms, false},
		{"it always has the same date", "a", date(0), 3, time.Second, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &shell{}
			cell := func(session, date string, arrival int64, after time.Duration) *request {
				m := &protocol.Message{Header: protocol.Header{Session: session, Date: date}}
				return &request{Message: m, shell: s, arrival: arrival, came: began.Add(after)}
			}
			first := cell("a", date(0), 1, 0)
			s.failed.Store(&failedCell{header: first.Header, came: first.came, failed: began.Add(5 * ms), arrivals: 2})
			if got := cell(tt.session, tt.date, tt.arrival, tt.after).aborted(); got != tt.want {
				t.Errorf("aborted: %v, want %v", got, tt.want)
			}
		})
	}
}
