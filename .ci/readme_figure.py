"""Checks that the README's figure is the one in the executed notebook: the one
figure of it whose title is given.

    readme_figure.py NOTEBOOK FIGURE.svg TITLE            compares
    readme_figure.py NOTEBOOK FIGURE.svg TITLE --update   writes
"""

import json
import sys


def figure(notebook, title):
    with open(notebook, encoding="utf-8") as f:
        cells = json.load(f)["cells"]
    found = [
        "".join(output["data"]["image/svg+xml"])
        for cell in cells
        for output in cell.get("outputs", [])
        if "image/svg+xml" in output.get("data", {})
    ]
    found = [svg for svg in found if f">{title}</text>" in svg]
    if len(found) != 1:
        sys.exit(f"{notebook}: got {len(found)} figures titled {title!r}, want 1: run it with --inplace")
    return found[0]


def main(notebook, path, title, update=None):
    svg = figure(notebook, title)
    if update == "--update":
        with open(path, "w", encoding="utf-8") as f:
            f.write(svg)
        return
    with open(path, encoding="utf-8") as f:
        if f.read() != svg:
            sys.exit(f"{path} is not the figure of {notebook}: see {sys.argv[0]} --update")


main(*sys.argv[1:])
