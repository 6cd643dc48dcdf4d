"""How one comes in: by password, passkey, OpenID identity or invitation, and a second factor.

django-allauth has the ways themselves; here is what is the studio's own about them. A typical
change: another limit on guessing in `guessing.py`, another sentence in `adapters.py`.
"""
