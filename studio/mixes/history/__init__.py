"""What was done on air: its page, its filter, and its files.

What is told of an operation is in `rows.py`, which ones are asked for in `filter.py`. A typical
change: another column is a line in `rows.py`, in `exports.py` and in the page.
"""
