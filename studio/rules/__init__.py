"""MixedRules: the document, its limits, checks and geometry; the standard library alone.

A new rule is a check in `checks/`, its number in `limits.py`, its sentence in
`studio/documents/wording.py`.
"""
