"""What every page shares: layout, icons, errors, static files and their names.

A typical change: another page that tells of an error is a function in `views.py` or
`failures.py`, another kind of static file a rule of `static.py`.
"""
