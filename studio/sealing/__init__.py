"""Secrets as the database keeps them: sealed with keys that lie outside it.

A typical change: another column that holds secrets is one of `fields.py`, and is named in
`tests/sealing/`, which knows of every column whether it may hold one.
"""
