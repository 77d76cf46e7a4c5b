package models_test

import (
	"testing"

	"github.com/unravel-go/unravel/lib/models"
)

func TestChain(t *testing.T) {
	tests := []struct {
		name  string
		build func(models.Config) (*models.Net, error)
		depth int
		want  bool
	}{
		{"residual", models.ResNet, 14, true},
		{"original order", original, 14, true},
		{"PolyNet", models.PolyNet, 14, true},
		{"linear multi-step", models.LMResNet, 14, false},
		{"linear multi-step, one block per stage: each starts anew", models.LMResNet, 8, true},
		{"two states", models.RevNet, 14, false},
		{"plain", models.Plain, 14, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			net, err := tt.build(models.Config{Depth: tt.depth, Width: 4, Input: [3]int{1, 8, 8}})
			if err != nil {
				t.Fatal(err)
			}
			if got := net.Chain(); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
