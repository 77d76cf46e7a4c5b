// Package nbformat reads and writes Jupyter notebook files, format 4.
//
//	nb, err := nbformat.Read(file)
//	nb.Cells[0].Source = "1 + 1"
//	file, err = nb.Bytes()
//
// # Why not just encoding/json
//
// A notebook lives in version control and passes through many hands. So what
// is written is byte for byte what Jupyter itself would write: keys sorted,
// one space of indent, texts split into lists of lines as Python splits them,
// numbers as Python writes them. And what is read is never lost: fields and
// metadata that this package does not know are kept as they are.
//
// # Why ids are computed
//
// Format 4.5 gives every cell an id. Files of formats 4.0 to 4.4 are read as
// 4.5, and their cells get ids that depend on their text and order alone: to
// upgrade a file twice gives the same file twice.
//
// # Why so picky at the door
//
// A file that is cut short, is not a notebook, or is of a format that would
// have to be converted is refused with a sentence that says which, so that
// nobody overwrites a damaged notebook with an empty one.
//
// Reference: the notebook file format, https://nbformat.readthedocs.io.
package nbformat
