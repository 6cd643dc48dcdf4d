"""The pages of what a workspace keeps by name (sources, logos, destinations) and where it is used.

The rows are `studio/library`'s, for editor and push choose among them. Here is how they are listed
(`rows.py`), typed (`forms.py`) and changed (`changes.py`), and which templates and tasks have an
address (`uses.py`). A typical change is a field: its column, `forms.py`, `templates/saved/`.
"""
