"""The audit log: who did what, from where, and what came of it.

An entry is written in the transaction of what it tells, and never changed. A typical change:
another act gets its line in `acts.py` and is recorded where it is done.
"""
