package kernel_test

import (
	"context"
	"fmt"

	"github.com/unravel-go/unravel/kernel"
	"github.com/unravel-go/unravel/kernel/interpreter"
	"github.com/unravel-go/unravel/kernel/symbols"
)

// A frontend in the same process runs Go cells without Jupyter.
func ExampleKernel_Connect() {
	k := kernel.New(kernel.Options{Interpreter: func() (interpreter.Interpreter, error) {
		return interpreter.New(interpreter.Options{
			Symbols: symbols.Packages(), Wrappers: symbols.Wrappers(), Types: symbols.Importer(),
			Members: symbols.Members, Docs: symbols.Doc, Preload: symbols.Preload(),
		})
	}})
	c := k.Connect(context.Background())
	defer c.Close()

	for _, code := range []string{`name := "cell"`, "fmt.Println(\"hello,\", name)\nlen(name)"} {
		reply, err := c.Execute(context.Background(), code, func(o kernel.Output) {
			switch o.Type {
			case "stream":
				fmt.Print(o.Text)
			case "execute_result":
				fmt.Printf("Out[%d]: %v\n", o.ExecutionCount, o.Data["text/plain"])
			}
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("cell %d: %s\n", reply.ExecutionCount, reply.Status)
	}
	// Output:
	// cell 1: ok
	// hello, cell
	// Out[2]: 4
	// cell 2: ok
}
