"""“Your account”: how one comes in, where one is signed in, and what changes either.

A typical change: another part of the page in `views.py` and `templates/accounts/yours/`.
"""
