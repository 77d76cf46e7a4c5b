// Package notebooks runs notebooks headless: without a browser, a server or
// Python.
//
//	nb, err := nbformat.Read(file)
//	client := kernel.New(...).Connect(ctx)
//	result, err := notebooks.Run(ctx, client, nb, notebooks.Options{})
//	file, err = nb.Bytes()
//
// # Why through the kernel
//
// [Run] speaks to the same kernel as JupyterLab does, by the same messages, and
// puts the answers into the document as a frontend would: streams joined,
// displays updated in place, cleared when asked to. What passes here is what a
// reader sees who runs the notebook himself.
//
// # Why all old outputs go first
//
// A run that stops half way must not leave yesterday's figures below the cell
// that failed. After a run, the outputs in the notebook are those of the run.
//
// # How a notebook is kept true
//
// Package compare holds a run to the outputs that are stored, package params fills
// in parameters, and package junit writes the report; "unravel run" has them as
// --check, --param and --report. What a notebook has to do for it:
//
//   - A cell with the tag parameters, if there are any, declares them with their
//     defaults. A notebook that needs data which not everybody has runs without
//     them and says what it leaves out.
//   - A cell that shows times, versions or paths has the tag machine-dependent (or
//     nbval-ignore-output, as nbval calls it): it runs and is not compared.
//   - The cell with the verdict on its claims fails if one does.
//   - The last cell is a footer, claims.Footer(seeds...), tagged machine-dependent.
//     By the instruction set in it a check knows whether the stored numbers can be
//     expected here. Where they cannot, it runs the cells and compares nothing.
package notebooks
