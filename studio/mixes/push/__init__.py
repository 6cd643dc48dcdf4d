"""The push dialog: what would go on air, where to, and every reason why it can't.

What a person chooses is a field of `form.py`; a reason is a check there, with its sentence.
"""
