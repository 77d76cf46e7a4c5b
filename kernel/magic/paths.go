package magic

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// maxPaths bounds how many paths are offered.
const maxPaths = 1000

// files completes a path, folders completes that of a folder.
func files(_ *Magic, start string) []word {
	return paths(start, func(fs.DirEntry) bool { return true })
}
func folders(_ *Magic, start string) []word { return paths(start, fs.DirEntry.IsDir) }

// paths lists what may follow a start of a path. Files whose names begin with a
// dot are there for those who have typed it.
func paths(start string, wanted func(fs.DirEntry) bool) (list []word) {
	start = strings.ReplaceAll(start, `\ `, " ")
	dir, base := filepath.Split(start)
	from, err := expanded(dir)
	if err != nil {
		return nil
	}
	if from == "" {
		from = "."
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		return nil
	}
	for _, e := range entries {
		name := e.Name()
		if !strings.HasPrefix(name, base) || strings.HasPrefix(name, ".") && base == "" || len(list) == maxPaths {
			continue
		}
		if e.Type()&fs.ModeSymlink != 0 {
			if info, err := os.Stat(filepath.Join(from, name)); err == nil {
				e = fs.FileInfoToDirEntry(info)
			}
		}
		if !wanted(e) {
			continue
		}
		w := word{text: strings.ReplaceAll(dir+name, " ", `\ `), open: e.IsDir()}
		if w.open {
			w.text += string(filepath.Separator)
		}
		list = append(list, w)
	}
	return list
}
