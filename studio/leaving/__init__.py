"""Going for good: deleting an account or a workspace; and what is taken along, the export.

A typical change: something else that a workspace owns gets its record in `export/records.py` and
its line in `export/contents.py`; what must not be deleted under somebody's hands is told in
`deleting.py`.
"""
