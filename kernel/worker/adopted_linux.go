package worker

import (
	"bytes"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
)

// tend lets go of what this process has adopted from a worker's session and
// what has ended, until the channel is closed. Of its children it touches no
// other: somebody else waits for them.
func tend(session int, until <-chan struct{}) {
	ends := make(chan os.Signal, 1)
	signal.Notify(ends, syscall.SIGCHLD)
	defer signal.Stop(ends)
	for {
		for _, pid := range endedIn(session) {
			reap(pid)
		}
		select {
		case <-ends:
		case <-until:
			return
		}
	}
}

// endedIn returns the children of this process that belong to a session, do
// not lead it, and have ended.
func endedIn(session int) (pids []int) {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range stats {
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		stat, _ := os.ReadFile(file)
		// Behind the name, which may hold anything: state, parent, group, session.
		fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
		if len(fields) > 3 && string(fields[0]) == "Z" && number(fields[1]) == os.Getpid() &&
			number(fields[3]) == session && pid != session {
			pids = append(pids, pid)
		}
	}
	return pids
}

func number(field []byte) int {
	n, _ := strconv.Atoi(string(field))
	return n
}
