"""Straps: logos that are words, drawn in the workspace's style, and the page on which it is set.

How one is painted is `studio/compositor/straps`; here is what is kept of it. A typical change:
another part of the style gets its column in `models.py`, its field in `forms.py`.
"""
