"""Which clouds this studio speaks with, whose turn it is to ask, and what they may call.

A setting of the cloud touches `configured.py`; how often it is asked, `turns.py`; what it says
unasked, `callbacks.py`. Below the models: nothing here knows a task.
"""
