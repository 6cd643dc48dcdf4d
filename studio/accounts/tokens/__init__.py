"""The page of one's tokens for scripts and panels. What a token may do is `models/tokens.py`'s.

What is chosen of a new one is a field of `form.py`.
"""
