"""The list of tasks: which are shown, in which groups, and what a row says.

A typical change: what a row says of its task is in `models/summaries.py`, and what else in
`rows.py`; where it stands in `groups.py`.
"""
