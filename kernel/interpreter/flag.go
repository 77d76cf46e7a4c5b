package interpreter

import (
	"errors"
	"flag"
	"reflect"
	"strings"
)

// flagTable is package flag in a cell: the flags of the command line are those
// of os.Args in cells, and what is said about them goes to the cell's standard
// error.
func (s *Session) flagTable(args *[]string) table {
	newSet := func(name string, handling flag.ErrorHandling) *flag.FlagSet {
		set := flag.NewFlagSet(name, handling)
		set.SetOutput(s.streams.err)
		return set
	}
	commandLine := newSet((*args)[0], flag.ExitOnError)
	usage := func() {
		_, _ = s.streams.err.Write([]byte("Usage of " + (*args)[0] + ":\n"))
		commandLine.PrintDefaults()
	}
	commandLine.Usage = func() { usage() }
	t := table{
		"NewFlagSet":  reflect.ValueOf(newSet),
		"CommandLine": reflect.ValueOf(&commandLine).Elem(),
		"Usage":       reflect.ValueOf(&usage).Elem(),
		"Parse":       reflect.ValueOf(func() { _ = s.parseFlags(commandLine, (*args)[1:]) }),
	}
	for _, name := range strings.Fields(`Arg Args Bool BoolFunc BoolVar Duration DurationVar Float64 Float64Var Func
		Int Int64 Int64Var IntVar Lookup NArg NFlag Parsed PrintDefaults Set String StringVar TextVar Uint Uint64
		Uint64Var UintVar Var Visit VisitAll`) {
		t[name] = bound(name, func() any { return commandLine })
	}
	return t
}

// parseFlags is (*flag.FlagSet).Parse in a cell: a set that is to end the
// program ends the cell.
func (s *Session) parseFlags(set *flag.FlagSet, args []string) error {
	if set.ErrorHandling() != flag.ExitOnError {
		return set.Parse(args)
	}
	set.Init(set.Name(), flag.ContinueOnError)
	err := set.Parse(args)
	set.Init(set.Name(), flag.ExitOnError)
	switch {
	case errors.Is(err, flag.ErrHelp):
		s.strands.Exit(0)
	case err != nil:
		s.strands.Exit(2)
	}
	return nil
}
