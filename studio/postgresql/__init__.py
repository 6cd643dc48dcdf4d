"""PostgreSQL as a database: Django's own, whose connections are looked at before they are used, but
not asked (`base.py`).
"""
