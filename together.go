package main

import (
	"bytes"
	"context"
	"sync"
)

// runAll runs the jobs of a journal, as many at once as were asked for. It
// returns the first error of writing what cells print.
func (c runCommand) runAll(ctx context.Context, io stdio, log *journal) error {
	text := &sink{}
	if c.Jobs == 1 {
		for i, j := range log.jobs {
			if ctx.Err() != nil {
				break
			}
			log.add(i, c.one(ctx, io, text, j))
		}
		return text.err()
	}
	text.w = io.out
	next := make(chan int)
	var workers sync.WaitGroup
	var turn sync.Mutex
	for range c.Jobs {
		workers.Go(func() {
			for i := range next {
				log.add(i, c.aside(ctx, io, text, &turn, log.jobs[i]))
			}
		})
	}
	for i := range log.jobs {
		if ctx.Err() == nil {
			next <- i
		}
	}
	close(next)
	workers.Wait()
	return text.err()
}

// aside runs one of several jobs that run at once. What it has to say is said
// in one piece when it has ended: lines of several notebooks in turn are of no
// use to anybody.
func (c runCommand) aside(ctx context.Context, io stdio, text *sink, turn *sync.Mutex, j job) outcome {
	var out, err bytes.Buffer
	o := c.one(ctx, stdio{&out, &err}, &sink{}, j)
	turn.Lock()
	defer turn.Unlock()
	write(text, out.Bytes())
	write(io.err, err.Bytes())
	return o
}
