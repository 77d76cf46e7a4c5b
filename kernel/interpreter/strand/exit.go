package strand

import (
	"fmt"
	"log"
	"runtime"
)

// Exit is os.Exit: it ends the cell, not the process.
func (s *Set) Exit(status int) { s.endCell(exit(status)) }

// endCell is for code of the cell that ends it. It does not return.
func (s *Set) endCell(c *Cause) {
	if g := s.Here(); g != nil {
		g.Halt(c)
	}
	if g := s.registry.current(); g != nil {
		g.unwind()
	}
	runtime.Goexit()
}

// logger is what log.Fatal writes to.
func (s *Set) logger() *log.Logger {
	if s.log != nil {
		return s.log
	}
	return log.Default()
}

// depth is how many calls stand between the code that logs and package log.
const depth = 3

func (s *Set) fatal(v ...any)            { s.die(s.logger(), fmt.Sprint(v...)) }
func (s *Set) fatalf(f string, v ...any) { s.die(s.logger(), fmt.Sprintf(f, v...)) }
func (s *Set) fatalln(v ...any)          { s.die(s.logger(), fmt.Sprintln(v...)) }

func (s *Set) loggerFatal(l *log.Logger, v ...any)            { s.die(l, fmt.Sprint(v...)) }
func (s *Set) loggerFatalf(l *log.Logger, f string, v ...any) { s.die(l, fmt.Sprintf(f, v...)) }
func (s *Set) loggerFatalln(l *log.Logger, v ...any)          { s.die(l, fmt.Sprintln(v...)) }

func (s *Set) die(l *log.Logger, text string) {
	l.Output(depth, text)
	s.Exit(1)
}
