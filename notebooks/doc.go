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
package notebooks
