"""SQLite as a database for a single machine: Django's own, with what writers at once need.

Whose turn it is to write is in `base.py`, how long one waits for another in `patience.py`, what an
emptied file is told by in `emptied.py`.
"""
