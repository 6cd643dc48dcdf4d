"""A task for who looks and does not touch: tally lights, by a link or for members, and the wall.

A page of this room shows nothing by itself: what it shows it is told by server-sent events, whole,
at once and whenever it changes, so that it knows when it is told nothing any more. A typical change
adds what a light can say: in `lights.py`, its words in templates/mixes/tally/.
"""
