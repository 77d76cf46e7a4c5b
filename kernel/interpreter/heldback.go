package interpreter

import (
	"fmt"
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter/box"
)

// withHeldBack adds to a nil dereference the error that a cell has put into err and
// nobody has looked at. After
//
//	net, err := models.ResNet(config)
//
// net is nil if err is not, and what err says is the reason for what goes wrong two
// cells later.
func (s *Session) withHeldBack(e *Error) *Error {
	if e.Name != runtimeError || !strings.Contains(e.Value, "nil pointer dereference") {
		return e
	}
	n, ok := s.world.Snapshot().Lookup("err")
	if !ok || n.Kind != "var" || n.Type != "error" {
		return e
	}
	if text := s.read([]string{"err"}, errorText)["err"]; text != "" {
		e.Traceback = append(e.Traceback, "", "err is not nil: "+text)
	}
	return e
}

func errorText(v any) string {
	if err, ok := box.V(v).(error); ok {
		return err.Error()
	}
	if box.V(v) == nil {
		return ""
	}
	return fmt.Sprint(v) // an error that a cell has declared
}
