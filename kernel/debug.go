package kernel

import (
	"context"
	"errors"
)

// debug answers debug_request. The kernel does not say that it has a debugger;
// a frontend that asks all the same should not wait for ever.
func (k *Kernel) debug(context.Context, *request) (any, error) {
	return nil, errors.New("kernel: debug_request: there is no debugger")
}
