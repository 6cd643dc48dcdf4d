"""Which clouds this studio speaks with, whose turn it is to ask, and what they may call.

What is known of a cloud touches `connections.py`, what the settings say of one `configured.py`;
where one may be, `addresses.py`; how often it is asked, `turns.py`; what it says unasked,
`callbacks.py`. Below the models: nothing here knows a task.
"""
