package strand_test

import (
	"context"
	"fmt"

	"github.com/unravel-go/unravel/kernel/interpreter/strand"
)

// A cell that waits for what nobody will send ends as a Go program does.
func ExampleGroup_Run() {
	s := strand.NewSet(strand.Options{})
	g := s.NewGroup(context.Background(), nil)
	outcome := g.Run(func() {
		answer := s.MakeChan((chan int)(nil), 0)
		s.Go(1, func() { s.Send(answer, 42) })
		fmt.Println(s.Recv(answer))
		s.Recv(answer)
	})
	fmt.Println("fatal error:", outcome.Cause)
	fmt.Println("waiting in", outcome.Waited.What)
	// Output:
	// 42
	// fatal error: all goroutines are asleep - deadlock!
	// waiting in a channel receive
}
