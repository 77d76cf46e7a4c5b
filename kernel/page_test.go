package kernel

import "testing"

func TestQuestion(t *testing.T) {
	tests := []struct {
		code, name string
		detail     int
		ok         bool
	}{
		{"?name", "name", 0, true},
		{"??name", "name", 1, true},
		{"? models.ResNet \n", "models.ResNet", 0, true},
		{"models.ResNet?", "models.ResNet", 0, true},
		{" models.ResNet?? \n", "models.ResNet", 1, true},
		{"größe?", "größe", 0, true},
		{"???name", "", 0, false},
		{"name???", "", 0, false},
		{"?", "", 0, false},
		{"??", "", 0, false},
		{"", "", 0, false},
		{"name", "", 0, false},
		{"// why?", "", 0, false},
		{"x := 1 // why?", "", 0, false},
		{"f(x)?", "", 0, false},
		{"x\ny?", "", 0, false},
		{"?x\ny", "", 0, false},
	}
	for _, tt := range tests {
		name, detail, ok := question(tt.code)
		if name != tt.name || detail != tt.detail || ok != tt.ok {
			t.Errorf("question(%q) = %q, %d, %v, want %q, %d, %v", tt.code, name, detail, ok, tt.name, tt.detail, tt.ok)
		}
	}
}
