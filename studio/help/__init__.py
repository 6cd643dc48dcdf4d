"""Help: a page per concept, and references that are made of what the program does.

Concepts are Markdown in `pages/`, in each language under the same names, their figures filled in by
`figures.py`; fields, keys, commands and the API are told by `references.py` and their templates.
`reading.py` makes pages of all of them, `finding.py` searches them, `site.py` writes them as files.
A typical change: a sentence of a page, in both languages; a new page is two files and its name in
`contents.py`.
"""
