package conformance

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime/metrics"
	"time"
)

// maxMemory is what a worker may take, in bytes. Some programs allocate
// without end when they go wrong.
const maxMemory = 3 << 30

// work is the life of a worker: jobs come over standard input and outcomes
// leave over standard output, as lines of JSON. What programs write past their
// session goes to standard error.
func work() {
	replies := json.NewEncoder(os.Stdout)
	os.Stdout = os.Stderr
	go watchMemory()
	for jobs := json.NewDecoder(os.Stdin); ; {
		var j job
		if err := jobs.Decode(&j); err != nil {
			return
		}
		run := interpret
		if j.Bare {
			run = interpretBare
		}
		if err := replies.Encode(run(j)); err != nil {
			return
		}
	}
}

// watchMemory ends the process before it hurts the machine.
func watchMemory() {
	held := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	for range time.Tick(50 * time.Millisecond) {
		metrics.Read(held)
		if held[0].Value.Uint64()-held[1].Value.Uint64() > maxMemory {
			fmt.Fprintf(os.Stderr, "\nfatal error: more than %d MB of memory in use\n", maxMemory>>20)
			os.Exit(3)
		}
	}
}
