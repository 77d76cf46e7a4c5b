package main

import (
	"fmt"
	"slices"
	"sync"

	"github.com/unravel-go/unravel/notebooks/junit"
)

// journal has the jobs of a run and what became of them. If there is to be a
// report, it is written anew whenever a job ends, in case the run is killed.
type journal struct {
	jobs   []job
	report output

	mu       sync.Mutex
	outcomes []outcome
}

// newJournal finds out before a long run whether its report has a place.
func newJournal(report string, jobs []job) (*journal, error) {
	l := &journal{jobs: jobs, outcomes: make([]outcome, len(jobs))}
	if report == "" {
		return l, nil
	}
	var err error
	if l.report, err = newOutput(report); err != nil {
		return nil, err
	}
	for _, j := range jobs {
		if l.report.path == j.path || l.report.path == j.output.path {
			return nil, fmt.Errorf("output %s: got a notebook for --report, want another file", report)
		}
	}
	return l, nil
}

// add takes the outcome of a job.
func (l *journal) add(i int, o outcome) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.outcomes[i] = o
	_ = l.write() // the last save has the word
}

// save writes the report, if there is to be one.
func (l *journal) save() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.write(); err != nil {
		return fmt.Errorf("report %s: %w", l.report.name, err)
	}
	return nil
}

func (l *journal) write() error {
	if l.report.path == "" {
		return nil
	}
	r := junit.Report{Name: "unravel run"}
	for i, j := range l.jobs {
		r.Suites = append(r.Suites, suite(j, l.outcomes[i]))
	}
	raw, err := r.Bytes()
	if err != nil {
		return err
	}
	return l.report.write(raw)
}

// failed reports whether a job did. All of them have ended.
func (l *journal) failed() bool {
	return slices.ContainsFunc(l.outcomes, func(o outcome) bool { return o.failed() })
}
