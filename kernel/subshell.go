package kernel

import (
	"context"
	"errors"
	"fmt"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// createSubshell answers create_subshell_request; see [shell] for what a
// subshell can do and what not.
func (k *Kernel) createSubshell(context.Context, *request) (any, error) {
	id, ok := k.shells.create()
	if !ok {
		return nil, errors.New("kernel: create_subshell_request: the kernel ends")
	}
	return protocol.CreateSubshellReply{Status: protocol.StatusOK, Subshell: id}, nil
}

// deleteSubshell answers delete_subshell_request. What the subshell has been
// sent until now is still answered.
func (k *Kernel) deleteSubshell(_ context.Context, r *request) (any, error) {
	var q protocol.DeleteSubshellRequest
	if err := r.DecodeContent(&q); err != nil {
		return nil, err
	}
	if !k.shells.remove(q.Subshell) {
		return nil, noSubshell(q.Subshell)
	}
	return protocol.OK{Status: protocol.StatusOK}, nil
}

// listSubshell answers list_subshell_request.
func (k *Kernel) listSubshell(context.Context, *request) (any, error) {
	return protocol.ListSubshellReply{Status: protocol.StatusOK, Subshells: k.shells.ids()}, nil
}

func noSubshell(id string) error { return fmt.Errorf("kernel: there is no subshell %q", id) }
