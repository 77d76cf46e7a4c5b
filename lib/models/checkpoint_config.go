package models

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// configRecord is a [Config] in a file, as JSON.
//
// # How it may grow
//
// A field that is zero is left out, and one that is missing is zero. So a new
// field of Config whose zero value means what was built before changes no file
// and breaks none. A field that this version does not know is an error: it says
// something about the network that would be lost.
type configRecord struct {
	Depth      int           `json:"depth,omitempty"`
	Layout     string        `json:"layout,omitempty"`
	Width      int           `json:"width,omitempty"`
	Widen      int           `json:"widen,omitempty"`
	Dropout    float64       `json:"dropout,omitempty"`
	Input      []int         `json:"input,omitempty"`
	Classes    int           `json:"classes,omitempty"`
	Order      string        `json:"order,omitempty"`
	Shortcut   string        `json:"shortcut,omitempty"`
	Transition string        `json:"transition,omitempty"`
	Step       *stepRecord   `json:"step,omitempty"`
	Branch     *branchRecord `json:"branch,omitempty"`
	Blocks     int           `json:"blocks,omitempty"`
	Refined    int           `json:"refined,omitempty"`
	Seed       uint64        `json:"seed,omitempty"`
	Float64    bool          `json:"float64,omitempty"`
}

// branchRecord is a [Branch] in a file: its kind, and the fields that it has.
type branchRecord struct {
	Kind        string  `json:"kind"`
	Hidden      int     `json:"hidden,omitempty"`
	Lipschitz   float64 `json:"lipschitz,omitempty"`
	Groups      int     `json:"groups,omitempty"`
	GroupWidth  int     `json:"groupWidth,omitempty"`
	StrideFirst bool    `json:"strideFirst,omitempty"`
	Gamma       float64 `json:"gamma,omitempty"`
	Batch       bool    `json:"batch,omitempty"`
}

// orderNames and the others are names in a file, which must never change.
var orderNames = []string{PreActivation: "", Original: "original"}

var layoutNames = []string{CIFAR: "", ImageNet: "imagenet", VGG: "vgg", VGGClassifier: "vgg-classifier", VGGClassifierNorm: "vgg-classifier-norm"}

var transitionNames = []string{Restart: "", Project: "project"}

var shortcutNames = []string{
	Default: "", OptionA: "A", OptionB: "B", NormProjection: "norm-projection",
	OptionACentered: "A-centered", OptionAAveraged: "A-averaged", OptionAAveragedCentered: "A-averaged-centered",
	SharedProjection: "shared-projection",
}

func encodeConfig(c Config) string {
	r := configRecord{
		Depth: c.Depth, Width: c.Width, Widen: c.Widen, Dropout: c.Dropout, Classes: c.Classes,
		Layout: layoutNames[c.Layout], Transition: transitionNames[c.Transition],
		Order: orderNames[c.Order], Shortcut: shortcutNames[c.Shortcut], Branch: recordOf(c.Branch),
		Blocks: c.Blocks, Refined: c.Refined, Seed: c.Seed, Float64: c.Float64,
	}
	if c.Input != ([3]int{}) {
		r.Input = c.Input[:]
	}
	if c.Step != nil {
		step := c.Step.record()
		r.Step = &step
	}
	text, err := json.Marshal(r)
	if err != nil {
		panic("models: " + err.Error()) // check has refused a bound that is not finite
	}
	return string(text)
}

func recordOf(b Branch) *branchRecord {
	switch b := b.(type) {
	case nil:
		return nil
	case Basic:
		return &branchRecord{Kind: "basic"}
	case Bottleneck:
		return &branchRecord{Kind: "bottleneck", Groups: b.Groups, GroupWidth: b.GroupWidth, StrideFirst: b.StrideFirst}
	case Symmetric:
		return &branchRecord{Kind: "symmetric", Hidden: b.Hidden}
	case Contraction:
		return &branchRecord{Kind: "contraction", Lipschitz: b.Lipschitz, Hidden: b.Hidden}
	case Antisymmetric:
		return &branchRecord{Kind: "antisymmetric", Gamma: b.Gamma}
	case Linear:
		return &branchRecord{Kind: "linear"}
	case ShakeShake:
		return &branchRecord{Kind: "shake-shake", Batch: b.Batch}
	case Dense:
		return &branchRecord{Kind: "dense", Hidden: b.Hidden, Lipschitz: b.Lipschitz}
	}
	panic(fmt.Sprintf("models: a branch of type %T", b)) // check has refused it
}

func decodeConfig(text string) (Config, error) {
	var r configRecord
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&r); err != nil {
		return Config{}, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Config{}, errors.New("got more than one JSON value")
	}
	c := Config{Depth: r.Depth, Width: r.Width, Widen: r.Widen, Dropout: r.Dropout, Classes: r.Classes, Blocks: r.Blocks, Refined: r.Refined, Seed: r.Seed, Float64: r.Float64}
	for _, word := range []struct {
		kind, name string
		names      []string
		set        func(i int)
	}{
		{"shortcut", r.Shortcut, shortcutNames, func(i int) { c.Shortcut = Shortcut(i) }},
		{"order", r.Order, orderNames, func(i int) { c.Order = Order(i) }},
		{"layout", r.Layout, layoutNames, func(i int) { c.Layout = Layout(i) }},
		{"transition", r.Transition, transitionNames, func(i int) { c.Transition = Transition(i) }},
	} {
		i := slices.Index(word.names, word.name)
		if i < 0 {
			return Config{}, fmt.Errorf("got the unknown %s %.100q", word.kind, word.name)
		}
		word.set(i)
	}
	if n := len(r.Input); n != 0 && n != len(c.Input) {
		return Config{}, fmt.Errorf("got an input of %d sizes, want channels, height and width", len(r.Input))
	}
	copy(c.Input[:], r.Input)
	var err error
	if c.Step, err = r.Step.step(); err != nil {
		return Config{}, err
	}
	c.Branch, err = r.Branch.branch()
	return c, err
}

func (r *branchRecord) branch() (Branch, error) {
	switch {
	case r == nil:
		return nil, nil
	case *r == branchRecord{Kind: "basic"}:
		return Basic{}, nil
	case *r == branchRecord{Kind: "linear"}:
		return Linear{}, nil
	}
	dense := Dense{Hidden: r.Hidden, Lipschitz: r.Lipschitz}
	bottleneck := Bottleneck{Groups: r.Groups, GroupWidth: r.GroupWidth, StrideFirst: r.StrideFirst}
	for _, b := range []Branch{dense, bottleneck, ShakeShake{Batch: r.Batch}, Symmetric{Hidden: r.Hidden}, Antisymmetric{Gamma: r.Gamma}, Contraction{Lipschitz: r.Lipschitz, Hidden: r.Hidden}} {
		if *recordOf(b) == *r {
			return b, nil
		}
	}
	return nil, fmt.Errorf("got the unknown branch %.100q", fmt.Sprint(*r))
}
