package kernel

import (
	"context"
	"os"
	"sync"

	"github.com/shirou/gopsutil/v4/cpu"
	"github.com/shirou/gopsutil/v4/mem"
	"github.com/shirou/gopsutil/v4/process"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// gauges measure processes. A share of the processor is one of the time since
// the gauge was last read, so they are kept.
type gauges struct {
	mu        sync.Mutex
	processes map[int]*process.Process
}

// usage answers usage_request: what the kernel and its machine spend. What
// cannot be measured is zero.
func (k *Kernel) usage(ctx context.Context, _ *request) (any, error) {
	reply := protocol.UsageReply{Status: protocol.StatusOK, PID: os.Getpid()}
	reply.Hostname, _ = os.Hostname()
	reply.KernelCPU, reply.KernelMemory = k.gauges.read(ctx, k.processes())
	reply.CPUCount, _ = cpu.CountsWithContext(ctx, true)
	if p, err := cpu.PercentWithContext(ctx, 0, false); err == nil && len(p) == 1 {
		reply.HostCPUPercent = p[0]
	}
	if m, err := mem.VirtualMemoryWithContext(ctx); err == nil {
		reply.HostMemory = protocol.Memory{
			Total: m.Total, Available: m.Available, Percent: m.UsedPercent, Used: m.Used, Free: m.Free,
			Active: m.Active, Inactive: m.Inactive, Buffers: m.Buffers, Cached: m.Cached, Shared: m.Shared, Slab: m.Slab,
		}
	}
	return reply, nil
}

// processes lists the kernel's process and those of its interpreter, if it has
// some.
func (k *Kernel) processes() []int {
	pids := []int{os.Getpid()}
	select {
	case <-k.ready:
		if i, ok := k.interp.(interface{ Processes() []int }); ok {
			pids = append(pids, i.Processes()...)
		}
	default: // it is still being made
	}
	return pids
}

// read returns the share of the processor, in percent of one core, and the
// memory that processes have together. One that has ended has none.
func (g *gauges) read(ctx context.Context, pids []int) (percent float64, memory uint64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	before := g.processes
	g.processes = make(map[int]*process.Process)
	for _, pid := range pids {
		p := before[pid]
		if p == nil {
			p = &process.Process{Pid: int32(pid)}
		}
		g.processes[pid] = p
		if share, err := p.PercentWithContext(ctx, 0); err == nil {
			percent += share
		}
		if m, err := p.MemoryInfoWithContext(ctx); err == nil {
			memory += m.RSS
		}
	}
	return percent, memory
}
