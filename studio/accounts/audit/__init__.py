"""The pages of the audit log: everybody reads what they did themselves, admins read it all.

What is on record is `studio.audit`'s; a typical change is a column of the page and
of its files, in `views.py`.
"""
