"""The page of one task: program and preview, TAKE, rundown, and what a person decides.

What it shows is `page.py`; what stands beside the program, `preview.py`; what its buttons do,
`takes.py` and `decisions.py`.
"""
