package nbformat_test

import (
	"fmt"

	"github.com/unravel-go/unravel/notebooks/nbformat"
)

// A notebook of an older format, with metadata that nobody here knows, comes
// out as format 4.5 with all of it.
func ExampleRead() {
	nb, err := nbformat.Read([]byte(`{"nbformat": 4, "nbformat_minor": 2, "metadata": {"author": "Ada"},
		"cells": [{"cell_type": "markdown", "metadata": {}, "source": ["# Notes\n", "on the engine"]}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	nb.Cells[0].ID = "notes"
	file, err := nb.Bytes()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(string(file))
	// Output:
	// {
	//  "cells": [
	//   {
	//    "cell_type": "markdown",
	//    "id": "notes",
	//    "metadata": {},
	//    "source": [
	//     "# Notes\n",
	//     "on the engine"
	//    ]
	//   }
	//  ],
	//  "metadata": {
	//   "author": "Ada"
	//  },
	//  "nbformat": 4,
	//  "nbformat_minor": 5
	// }
}
