"""The page of one task: program and preview, TAKE, rundown, and what a person decides.

What it shows is `page.py`; what stands beside the program, `preview.py`. What its buttons do is in
`views.py` (stop), `takes.py`, `rundown.py` and `decisions.py`, and all of them answer by
`answers.py`.
"""
