"""A bad day on purpose: the sandbox told to go wrong, so that a crew has seen it before air.

Another day is a line in `days.py`; what the sandbox can do wrong is in `volcengine/sandbox/`.
"""
