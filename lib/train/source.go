package train

import (
	"fmt"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
)

// fits returns why a network cannot be trained on the samples of a source.
func fits(net *models.Net, set data.Source) error {
	if s, ok := set.(*data.Set); ok || set == nil {
		if err := net.Fits(s); err != nil {
			return err
		}
	}
	if got, want := set.Facts().Shape, net.Config().Input; got != want {
		return fmt.Errorf("got samples of shape %v, want %v as %s takes", got, want, net.Name())
	}
	return set.Validate()
}
