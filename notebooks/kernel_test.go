package notebooks

import (
	"fmt"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/google/go-cmp/cmp"

	"github.com/unravel-go/unravel/kernel"
	"github.com/unravel-go/unravel/kernel/interpreter"
	"github.com/unravel-go/unravel/kernel/symbols"
)

func newClient(t *testing.T) *kernel.Client {
	t.Helper()
	k := kernel.New(kernel.Options{Interpreter: func() (interpreter.Interpreter, error) {
		return interpreter.New(interpreter.Options{
			Symbols: symbols.Packages(), Wrappers: symbols.Wrappers(), Types: symbols.Importer(),
			Members: symbols.Members, Docs: symbols.Doc, Preload: symbols.Preload(),
		})
	}})
	return k.Connect(t.Context())
}

// TestTwoKernelsInOneProcess: each has its own values and hears its own
// outputs, also when both print at the same time; and they end without a trace.
func TestTwoKernelsInOneProcess(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() {
			client := newClient(t)
			nb := notebook(
				fmt.Sprintf("mine := %d", i),
				"for i := 0; i < 200; i++ { fmt.Print(mine) }",
				"display.Show(mine)",
				"mine * 10",
			)
			if _, err := Run(t.Context(), client, nb, Options{}); err != nil {
				t.Error(err)
			}
			text := ""
			for range 200 {
				text += fmt.Sprint(i)
			}
			want := fmt.Sprintf("2 stream stdout%smap[]\n3 display_data map[text/plain:%d]\n4 execute_result map[text/plain:%d]\n", text, i, 10*i)
			if diff := cmp.Diff(want, outputs(nb)); diff != "" {
				t.Errorf("kernel %d (- want, + got):\n%s", i, diff)
			}
			if err := client.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}
