"""Tasks that mix in the cloud: pushed, controlled on air, looked back upon, rehearsed.

A room per page; the rows and their laws are in `models/`, which clouds there are in `clouds/`.
"""
