"""Checks two executed copies of one notebook: each is valid nbformat 4.5, no
cell failed, every plot is there, and both show the same text, figures and
numbers. What a run says about its own duration is left out of the comparison:
progress displays, and text between the words "took" and the next space.

    same_outputs.py A.ipynb B.ipynb
"""

import re
import sys

import nbformat


def shown(path):
    with open(path, encoding="utf-8") as f:
        notebook = nbformat.read(f, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    if (notebook.nbformat, notebook.nbformat_minor) < (4, 5):
        sys.exit(f"{path}: nbformat {notebook.nbformat}.{notebook.nbformat_minor}, want 4.5")
    cells = []
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "code":
            continue
        outputs = []
        for output in cell.outputs:
            if output.output_type == "error":
                sys.exit(f"{path}: cell {number}: {output.ename}: {output.evalue}")
            if output.output_type == "stream":
                outputs.append((output.name, timeless(output.text)))
            elif not output.metadata.get("unravel", {}).get("progress"):
                outputs.append(sorted((mime, timeless(str(value))) for mime, value in output.data.items()))
        cells.append(outputs)
    return cells


def timeless(text):
    return re.sub(r"\btook \S+", "took", text)


def main(a, b):
    first, second = shown(a), shown(b)
    for number, (x, y) in enumerate(zip(first, second, strict=True), 1):
        if x != y:
            sys.exit(f"code cell {number} differs:\n{a}: {x}\n{b}: {y}"[:4000])
    figures = sum("image/svg+xml" in dict(o) for cell in first for o in cell if isinstance(o, list))
    if figures == 0:
        sys.exit(f"{a}: no figure")
    print(f"{a}: {len(first)} code cells, {figures} figures, the same in both runs")


main(*sys.argv[1:])
