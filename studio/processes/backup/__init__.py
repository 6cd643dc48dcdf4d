"""A backup: the whole studio in one file, made while it runs; and a studio made from one.

The rows are written value by value, the same from SQLite and PostgreSQL, so that a studio may be
restored to either; in the shape of the migrations they were read with, so that an older backup is
migrated forward as the database itself would be. A typical change: something else that a studio
keeps is packed in `making.py` and put back in `restoring.py`.
"""
