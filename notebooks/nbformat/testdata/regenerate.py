"""Writes python/NAME.ipynb for every given/NAME.ipynb: the same notebook,
upgraded and written by Jupyter's own nbformat.

    /usr/bin/python3 testdata/regenerate.py
"""

import pathlib

import nbformat
from nbformat import v4

here = pathlib.Path(__file__).parent
for given in sorted(here.glob("given/*.ipynb")):
    notebook = nbformat.reads(given.read_text(encoding="utf-8"), as_version=nbformat.NO_CONVERT)
    if notebook.nbformat_minor < 5:
        notebook = v4.upgrade(notebook)
    nbformat.validate(notebook)
    nbformat.write(notebook, here / "python" / given.name)
