package worker

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// endMarked ends the processes whose environment carries a mark, wherever they
// have gone since the worker started them: into a session of their own, under
// another parent.
func endMarked(mark string) {
	for deadline := time.Now().Add(farewell); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		found := marked(mark)
		if len(found) == 0 {
			return
		}
		for _, pid := range found {
			_ = syscall.Kill(pid, syscall.SIGKILL)
			reap(pid)
		}
	}
}

// reap lets a process go that was adopted and has ended.
func reap(pid int) {
	_, _ = syscall.Wait4(pid, nil, syscall.WNOHANG, nil)
}

// marked returns the processes of this user, other than this one, that carry a
// mark and have not ended.
func marked(mark string) (pids []int) {
	dirs, _ := filepath.Glob("/proc/[0-9]*")
	for _, dir := range dirs {
		pid, _ := strconv.Atoi(filepath.Base(dir))
		if pid == os.Getpid() {
			continue
		}
		env, err := os.ReadFile(filepath.Join(dir, "environ"))
		if err == nil && bytes.Contains(env, []byte(mark)) {
			pids = append(pids, pid)
		}
	}
	return pids
}
