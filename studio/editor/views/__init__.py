"""What the editor's addresses answer: its pages, and the JSON that its modules ask for.

A file answers for one thing, as `versions.py` for versions. A typical change: another address is
a function here, its line in `studio/editor/urls.py` and its row in `tests/editor/access_rows.py`.
"""
