"""All that a workspace owns as one file, without its secrets; never more of it at once in memory
than one document or one piece of a picture.

A typical change: another kind of row is a record of `records.py` and a line of `contents.py`.
"""
