"""Draws the demo's films and encodes them: a program, so that nothing else loads an encoder.

`film.py` says what a film is; `pendulums.py` and `pitch.py` are one each, `encoding.py` writes
them.
"""
