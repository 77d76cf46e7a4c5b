package magic

import "slices"

// elsewhere says what does here what a magic does that other kernels have; ""
// if nothing is known of it.
func elsewhere(name string) string {
	switch {
	case slices.Contains([]string{"ls", "cat", "mkdir", "rmdir", "rm", "cp", "mv", "less", "more", "man", "system", "sx"}, name):
		return "a line that begins with ! is a command, such as !ls"
	case slices.Contains([]string{"html", "HTML", "markdown", "latex", "svg", "SVG"}, name):
		return "package display shows such text: display.HTML, Markdown, Math and SVG"
	case slices.Contains([]string{"matplotlib", "pylab"}, name):
		return "a *plot.Plot shows itself"
	case slices.Contains([]string{"pip", "conda", "mamba", "get", "load_ext", "reload_ext", "autoreload"}, name):
		return "nothing can be installed: cells import the standard library, gonum, Gorgonia and the packages of unravel"
	case slices.Contains([]string{"prun", "lprun", "memit", "mprun"}, name):
		return "packages runtime/pprof and runtime/metrics tell what a program uses"
	}
	return ""
}
