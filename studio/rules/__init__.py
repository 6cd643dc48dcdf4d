"""MixedRules: the document, its limits, checks and geometry; the standard library alone.

A new rule is a check in `checks/` and its line in `CHECKS` there, its number in `limits.py`, its
code in `problems.py`, its sentence in `studio/documents/wording.py`.
"""
