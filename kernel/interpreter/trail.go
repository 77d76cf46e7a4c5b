package interpreter

import (
	"bytes"
	"sync"
)

// trail takes what yaegi writes to its standard error: a line for each frame
// that a panic unwinds. It is the interpreted stack, and nothing that the user
// should see raw.
type trail struct {
	mu   sync.Mutex
	buf  bytes.Buffer
	mark int // the last when the innermost frame ended

	marks   *marks
	strands *strands
}

// maxTrail bounds what is kept of a deep recursion: the innermost frames come
// first.
const maxTrail = 64 << 10

func (t *trail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.buf.Len() >= maxTrail {
		return len(p), nil
	}
	if st := t.strands.current(); st == nil || !st.main {
		return len(p), nil // a goroutine's, which the cell does not report
	}
	if t.buf.Len() == 0 {
		t.mark = t.marks.now()
	}
	t.buf.Write(p)
	return len(p), nil
}

func (t *trail) reset() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf.Reset()
	t.mark = 0
}

func (t *trail) marked() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.mark
}

func (t *trail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.buf.String()
}
