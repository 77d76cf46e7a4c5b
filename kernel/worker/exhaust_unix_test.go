//go:build unix

package worker

import (
	"fmt"
	"os"
	"syscall"
)

// exhaust asks for more memory than the process may have.
func exhaust() {
	const most = 8 << 30
	_ = syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: most, Max: most})
	size := 2 * most
	_ = os.Setenv("SIZE", fmt.Sprint(len(make([]byte, size)))) // it is used
}
