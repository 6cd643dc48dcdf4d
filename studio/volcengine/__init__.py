"""Volcengine's cloud-mix API, and the sandbox that stands in for it. Nothing of Django.

An action is a method of `client.py`, its answer a record of `records.py`; what was sent and what
was not is told apart in `wire.py`. A typical change: another word of the cloud's for what is wrong
gets its line in `troubles.py`.
"""
