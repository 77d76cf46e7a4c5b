// Package safetensors reads and writes files of named tensors in the format of
// that name:
//
//	8 bytes           n, the header's length, little-endian
//	n bytes           JSON, padded with spaces
//	the rest          the tensors' values, little-endian, row-major
//
// The header gives each tensor its number type, shape and place among the
// values, and under __metadata__ strings of the writer's own:
//
//	{"__metadata__":{"format":"pt"},
//	 "fc.bias":{"dtype":"F32","shape":[10],"data_offsets":[0,40]}}
//
// # Why this format
//
// It holds data and nothing else: reading it runs no code, as torch's own pickles
// do. Fifteen lines of Python read it without a library. One tensor can be read
// without the others.
//
// # Why so strict
//
// A file may come from anywhere. [New] believes nothing that it has not compared
// with the size of the file, and it compares before it allocates: what it holds is
// in proportion to the bytes that are there, not to the sizes they claim. The
// tensors must cover the data exactly, so that there is one reading of every
// file and no room for bytes that belong to no tensor.
//
// # Why a network's state is matched here
//
// A network knows which tensors it needs. [File.State] compares them with all that the
// file has and says in one error what is missing, what is too much and what does not
// fit, before a value is read: so packages nn and models refuse a file in the same words.
//
// # Why a new file takes the old one's place
//
// A checkpoint is written while an experiment of hours may be interrupted or
// killed. [WriteFile] writes beside the path, waits for the disk, and renames: at
// every moment the path leads to the old content or to the new, whole.
package safetensors
