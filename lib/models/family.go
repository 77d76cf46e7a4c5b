package models

import (
	"fmt"
	"reflect"

	"github.com/unravel-go/unravel/lib/ode"
)

// family is what distinguishes the networks of one function from another's.
type family struct {
	name     string // as files have it, which must never change
	function string // that builds it
	step     Step   // of its blocks, unless the configuration says another; nil for plain
	only     string // what steps it has no others than, in words; "" if any
	plain    bool   // one layer per block, no shortcut
	grouped  bool   // bottlenecks in groups
	wide     bool   // stages wider than the stem
}

// families are all that there are.
var families = []family{
	{name: "ResNet", function: "ResNet", step: Euler{}},
	{name: "Plain", function: "Plain", plain: true},
	{name: "LM-ResNet", function: "LMResNet", step: Multistep{}, only: "those of a linear multi-step network"},
	{name: "ResNeXt", function: "ResNeXt", step: Euler{}, grouped: true},
	{name: "LM-ResNeXt", function: "LMResNeXt", step: Multistep{}, only: "those of a linear multi-step network", grouped: true},
	{name: "PolyNet", function: "PolyNet", step: Polynomial{}, only: "a Polynomial"},
	{name: "Highway", function: "HighwayNet", step: Highway{}, only: "a Highway"},
	{name: "FractalNet", function: "FractalNet", step: Fractal{}},
	{
		name: "NeuralODE", function: "NeuralODE", step: RungeKutta{Method: ode.RK4, Steps: 4},
		only: "those of an explicit Runge–Kutta method, such as RungeKutta{Method: ode.RK4, Steps: 4}",
	},
	{name: "WRN", function: "WideResNet", step: Euler{}, wide: true},
	{name: "RevNet", function: "RevNet", step: Reversible{}, only: "those of a reversible network"},
}

// familyOf returns the family of a name.
func familyOf(name string) (f family, ok bool) {
	for _, f := range families {
		if f.name == name {
			return f, true
		}
	}
	return family{}, false
}

// makeNet builds a network of the family called name.
func makeNet(name string, c Config) (*Net, error) {
	f, ok := familyOf(name)
	if !ok {
		panic("models: no family " + name)
	}
	c, err := f.prepare(c)
	if err != nil {
		return nil, err
	}
	return build(f, c), nil
}

// prepare fills in a configuration's defaults and checks it.
func (f family) prepare(c Config) (Config, error) {
	if f.grouped {
		c = c.withGroups()
	}
	if f.wide && c.Widen == 0 {
		c.Widen = 10
	}
	if f.fractal() {
		c = c.withColumns()
	}
	if f.step == Step(Reversible{}) && c.Step == nil {
		c.Step = f.step
	}
	if c.reversible() && c.Width == 0 {
		c.Width = 32
	}
	c = c.withDefaults()
	if c.Shortcut == Default {
		c.Shortcut = f.shortcut(c)
	}
	if err := f.check(c); err != nil {
		return Config{}, err
	}
	if err := f.checkRefined(c); err != nil {
		return Config{}, err
	}
	if err := f.stepped(c).check(f.function); err != nil || f.plain {
		return c, err
	}
	return c, f.stepOf(c).check(c, f.mistake)
}

// stepped is a configuration that names its step, if there is one.
func (f family) stepped(c Config) Config {
	c.Step = f.stepOf(c)
	return c
}

// stepOf is the step of the blocks, nil for a plain network.
func (f family) stepOf(c Config) Step {
	if c.Step != nil {
		return c.Step
	}
	return f.step
}

// alike reports whether two steps are of one kind.
func alike(a, b Step) bool { return a.record().Kind == b.record().Kind }

// multistep reports whether blocks are those of a linear multi-step network.
func (f family) multistep(c Config) bool {
	_, ok := f.stepOf(c).(Multistep)
	return ok
}

// sharesNothing reports whether a shortcut cannot begin with the branch's activation:
// a block has two branches of half the channels.
func (f family) sharesNothing(c Config) bool {
	_, ok := f.stepOf(c).(Hamiltonian)
	return ok
}

// fractal reports whether blocks are columns without a shortcut.
func (f family) fractal() bool { return f.step == Step(Fractal{}) }

// shortcut is what Default means.
func (f family) shortcut(c Config) Shortcut {
	multistep := f.multistep(c)
	switch {
	case f.plain || f.fractal():
		return Default
	case c.reversible() && c.bottlenecks():
		return OptionB
	case c.reversible():
		return OptionAAveragedCentered
	case !c.bottlenecks() && !f.wide && c.Layout == CIFAR && (!multistep || c.Order == Original):
		return OptionA
	case c.Order == Original:
		return OptionB
	case multistep || f.sharesNothing(c):
		return NormProjection
	}
	return SharedProjection
}

// check returns what a family cannot make of a configuration.
func (f family) check(c Config) error {
	for _, check := range []func(Config) error{f.checkStep, f.checkBranch, f.checkOptions} {
		if err := check(c); err != nil {
			return err
		}
	}
	return nil
}

// checkStep returns which steps a family does not take.
func (f family) checkStep(c Config) error {
	k, fractal := c.fractal()
	switch {
	case c.Step != nil && reflect.TypeOf(c.Step).Kind() == reflect.Pointer:
		return f.mistake("a step of type %T, want a value and no pointer, such as Euler{}", c.Step)
	case f.plain && c.Step != nil:
		return f.mistake("steps of %v, want none: a layer without a shortcut is no step", c.Step)
	case f.only != "" && !alike(f.step, f.stepOf(c)):
		return f.mistake("steps of %v, want %s, or ResNet", c.Step, f.only)
	case f.fractal() != fractal:
		return f.mistake("steps of %v, want Fractal with FractalNet and nowhere else", c.Step)
	case fractal:
		return k.check(c, f.mistake) // before anything is made of its columns
	case f.wide && c.reversible():
		return f.mistake("steps of a reversible network, want Euler, or RevNet with another Width")
	}
	return nil
}

// checkBranch returns which branches, and where, a family does not take.
func (f family) checkBranch(c Config) error {
	branch, bottlenecks := c.Branch.(Bottleneck)
	_, vectors := c.vectors()
	_, anywhere := c.anywhere()
	switch {
	case f.plain && (vectors || bottlenecks || c.shakes()):
		return f.mistake("a %T branch, want the convolutions of a plain network", c.Branch)
	case (f.plain || f.fractal()) && anywhere && !vectors:
		return f.mistake("a branch of type %T, want the convolutions of %s", c.Branch, f.function)
	case c.Layout.vgg() && !f.plain:
		return f.mistake("the %v layout, want it with Plain alone", c.Layout)
	case f.grouped && branch.Groups < 2:
		return f.mistake("a branch of type %T in one group, want a Bottleneck of at least 2 groups, such as Bottleneck{Groups: 8, GroupWidth: 64}", c.Branch)
	case f.wide && (c.Branch != nil && c.Branch != Branch(Basic{}) || c.Layout != CIFAR):
		return f.mistake("a branch of type %T in the %v layout, want Basic in the CIFAR layout; wide ImageNet networks are ResNets of Bottleneck{GroupWidth: 128}", c.Branch, c.Layout)
	}
	return nil
}

// checkOptions returns what only some families have.
func (f family) checkOptions(c Config) error {
	switch {
	case c.Refined != 0 && f.plain:
		return f.mistake("Refined %d, want 0: a layer without a shortcut is no step", c.Refined)
	case !f.wide && c.Widen != 0:
		return f.mistake("Widen %d, want 0, or WideResNet", c.Widen)
	case !(c.Dropout >= 0 && c.Dropout < 1):
		return f.mistake("a dropout of %v, want 0 to below 1", c.Dropout)
	case c.Dropout != 0 && (!f.wide || c.Order != PreActivation):
		return f.mistake("a dropout of %v in the %v, want 0, or WideResNet in PreActivation", c.Dropout, c.Order)
	case c.Widen < 0:
		return f.mistake("Widen %d, want at least 0 (which means 10)", c.Widen)
	case !f.multistep(c) && c.Transition != Restart:
		return f.mistake("%v, want Restart: there is no state before", c.Transition)
	}
	return nil
}

// mistake is an error about a configuration.
func (f family) mistake(format string, args ...any) error {
	return fmt.Errorf("models: %s: got "+format, append([]any{f.function}, args...)...)
}
