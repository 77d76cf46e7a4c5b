// Package widget has controls that live below a cell and call Go when they are
// used:
//
//	depth := widget.NewIntSlider("depth", 1, 110, 20)
//	figure := display.Show(draw(20))
//	depth.OnChange(func(v int) { figure.Update(draw(v)) })
//	depth
//
// A widget appears where it is shown, and may be shown often: all views of it
// are one control. Its value is at hand in every later cell.
//
//	value   [IntSlider], [FloatSlider], [Text], [Checkbox], [Dropdown]
//	press   [Button]
//	output  [HTML], [IntProgress]
//	layout  [Box]
//
// In a program there is nobody to use a widget. It then keeps its value, and
// is shown as text.
//
// # Why functions see the last value only
//
// A slider that is dragged sends more values than a figure can be drawn for.
// While a function that hears of changes runs, newer values pile up; it is then
// called with the last of them, not with each. Functions run one after another,
// beside the cells, and what they print appears below the cell that showed the
// widget. An interrupt stops them.
//
// # Why no comm before the first view
//
// Compiled code does not know in which cell it was called. A widget is a plain
// value until a cell shows it: that cell connects it, through
// [display.Connector], and everything that it holds.
//
// # Whose protocol
//
// Frontends draw widgets with the packages of ipywidgets 8. A widget here is
// the kernel's half of a model of @jupyter-widgets/controls 2.0.0, whose state
// it keeps and sends.
package widget
