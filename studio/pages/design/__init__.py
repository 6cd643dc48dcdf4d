"""What the studio's look is made of, on a page for whoever changes it: the tokens as their sheet
has them (`tokens.py`), and each part in its states, by the classes and templates pages use.

A new kind of part stands in `templates/pages/design/`; a token that words stand in, in `tokens.py`.
"""
