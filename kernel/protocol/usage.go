package protocol

// UsageReply says what the kernel and its machine spend. Its fields are those
// of the reference kernel, which frontends know.
type UsageReply struct {
	Status         string  `json:"status"`
	Hostname       string  `json:"hostname"`
	PID            int     `json:"pid"`
	KernelCPU      float64 `json:"kernel_cpu"`    // percent of one core, since the last request
	KernelMemory   uint64  `json:"kernel_memory"` // bytes
	CPUCount       int     `json:"cpu_count"`
	HostCPUPercent float64 `json:"host_cpu_percent,omitempty"` // since the last request; absent in the first reply
	HostMemory     Memory  `json:"host_virtual_memory"`
}

// Memory is the memory of a machine, in bytes.
type Memory struct {
	Total     uint64  `json:"total"`
	Available uint64  `json:"available"`
	Percent   float64 `json:"percent"` // of the total that is not available
	Used      uint64  `json:"used"`
	Free      uint64  `json:"free"`
	Active    uint64  `json:"active"`
	Inactive  uint64  `json:"inactive"`
	Buffers   uint64  `json:"buffers"`
	Cached    uint64  `json:"cached"`
	Shared    uint64  `json:"shared"`
	Slab      uint64  `json:"slab"`
}
