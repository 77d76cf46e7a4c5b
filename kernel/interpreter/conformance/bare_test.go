package conformance

import (
	"context"
	"fmt"
	"io"
	"log"
	"strings"

	"github.com/traefik/yaegi/interp"
	"github.com/traefik/yaegi/stdlib"
	"github.com/traefik/yaegi/stdlib/unrestricted"
)

// interpretBare runs a job by yaegi alone, as its own command would. Its
// figures stand beside the interpreter's.
func interpretBare(j job) outcome {
	log.SetOutput(io.Discard)
	out := &tape{}
	i := interp.New(interp.Options{Stdout: out, Stderr: out, Args: []string{"program"}})
	for _, symbols := range []interp.Exports{stdlib.Symbols, unrestricted.Symbols} {
		if err := i.Use(symbols); err != nil {
			return outcome{Failure: "dies: " + err.Error(), Spent: true}
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), j.Limit)
	defer cancel()
	for _, code := range j.Cells {
		err := evalBare(ctx, i, code)
		if ctx.Err() != nil {
			return outcome{out.String(), fmt.Sprintf("hangs: still running after %v", j.Limit), true}
		}
		if err != nil {
			text := strings.ReplaceAll(err.Error(), "\n", " ")
			out.line(text)
			return outcome{Text: out.String(), Failure: "fails: " + text}
		}
	}
	return outcome{Text: out.String()}
}

func evalBare(ctx context.Context, i *interp.Interpreter, code string) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	_, err = i.EvalWithContext(ctx, code)
	return err
}
