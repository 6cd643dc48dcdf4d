"""What every page of tasks says: of an operation, of how long, and of a click.

A sentence that a second page needs comes here; one of a page alone stays in its room. What became
of an operation is in `operations.py`, a length of time in `durations.py`.
"""
