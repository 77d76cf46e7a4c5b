package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
)

// stopSignal is the cause of a context that a signal ended.
type stopSignal syscall.Signal

func (s stopSignal) Error() string {
	switch syscall.Signal(s) {
	case syscall.SIGTERM:
		return "terminated"
	case syscall.SIGHUP:
		return "the terminal is gone"
	}
	return "interrupted"
}

// stopped returns the failure of a program that ended early because its context
// did: its status is 128 plus the signal's number, as shells say it.
func stopped(ctx context.Context) *failure {
	s := stopSignal(syscall.SIGINT)
	errors.As(context.Cause(ctx), &s)
	return &failure{status: 128 + int(s), err: s}
}

// stopAtSignal returns a context that ends at Ctrl-C, at SIGTERM and when the
// terminal goes away. A second signal ends the program, except that a terminal
// which goes away may say so twice.
func stopAtSignal(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	hangups := make(chan os.Signal, 1)
	if !signal.Ignored(syscall.SIGHUP) { // as under nohup
		signal.Notify(hangups, syscall.SIGHUP)
	}
	go func() {
		var s os.Signal
		select {
		case s = <-signals:
		case s = <-hangups:
		case <-ctx.Done():
		}
		signal.Stop(signals)
		if s, ok := s.(syscall.Signal); ok {
			cancel(stopSignal(s))
		}
	}()
	return ctx, func() {
		cancel(nil)
		signal.Stop(signals)
		signal.Stop(hangups)
	}
}

// surviveBrokenPipe makes writing to a pipe that nobody reads an error, as any
// other, where Go would end the program. Programs that a cell starts are not
// affected, as they would be if the signal were ignored.
func surviveBrokenPipe() {
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
}
