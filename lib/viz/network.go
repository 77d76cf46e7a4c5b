package viz

import (
	"fmt"
	"slices"
	"strings"

	"gonum.org/v1/plot"

	"github.com/unravel-go/unravel/lib/models"
)

// Network draws a network, a row for each stage, in the order of computing: each
// block's residual branch is a box over the line of its shortcut and meets it
// again at the sum (Veit et al. 2016, figure 1a). A block that changes the shape is
// orange; its shortcut is no identity, which a diamond says. Below the line runs
// the second shortcut of a network that steps from two states, which brings u[n−1]
// (LM-ResNet: Lu et al. 2018, section 2). In a plain network the boxes lie on the
// line, and there is nothing beside them.
//
// Blocks whose numbers are given are deleted: their boxes are empty and grey.
// Numbers that the network does not have are left out.
//
// The drawing fills the figure that it is drawn into; 54 blocks have their numbers
// in a figure of 16×10 cm.
func Network(net *models.Net, deleted ...int) *plot.Plot {
	p := bare("Network")
	if net == nil || len(net.Blocks()) == 0 {
		return empty(p, "no network")
	}
	d := &diagram{stages: stagesOf(net, deleted)}
	d.stem, d.head = hasParam(net, "conv1."), hasParam(net, "fc.")
	p.Title.Text = fmt.Sprintf("%s: %d blocks", net.Name(), len(net.Blocks()))
	if gone := d.count(func(b symbol) bool { return b.deleted }); gone > 0 {
		p.Title.Text += fmt.Sprintf(", %d deleted", gone)
	}
	p.Add(d)
	if names := d.legend(); len(names.keys) > 1 {
		p.Add(names)
	}
	return p
}

// stagesOf says of each block how to draw it.
func stagesOf(net *models.Net, deleted []int) []stageRow {
	var rows []stageRow
	number := 0
	for i, s := range net.Stages() {
		row := stageRow{name: fmt.Sprintf("stage %d", i+1), shape: fmt.Sprintf("%d×%d×%d", s.C, s.H, s.W)}
		for _, b := range s.Blocks {
			row.blocks = append(row.blocks, symbol{
				number:     number,
				transition: b.Transition,
				deleted:    slices.Contains(deleted, number),
				plain:      b.Plain(),
				second:     number > 0 && takesTwo(net, b),
			})
			number++
		}
		rows = append(rows, row)
	}
	return rows
}

// takesTwo reports whether a block steps from two states, its input and the one before.
func takesTwo(net *models.Net, b *models.Block) bool {
	if _, leapfrog := net.Config().Step.(models.Leapfrog); leapfrog {
		return !b.Transition // whose scheme, as package ode has it, is of position and velocity
	}
	s := b.Scheme()
	return s != nil && s.Steps() > 1 || hasParam(net, b.Name+".k")
}

// hasParam reports whether a name among torch's for the network's parameters begins
// like that.
func hasParam(net *models.Net, prefix string) bool {
	for _, p := range net.Params() {
		if strings.HasPrefix(p.Name, prefix) {
			return true
		}
	}
	return false
}
