package kernel

// Queued reports whether a shell request waits for the executor.
func Queued(k *Kernel, id string) bool {
	k.queue.mu.Lock()
	defer k.queue.mu.Unlock()
	for _, r := range k.queue.items {
		if r.Header.MsgID == id {
			return true
		}
	}
	return false
}
