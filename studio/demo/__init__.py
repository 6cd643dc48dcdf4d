"""What a new studio begins with: shows to open, and all that is seen in them.

`shows.py` makes the templates once; `films.py` has a program (filming/) encode what moves; a small
server (`serving.py`) gives pictures and films to whoever asks on this computer, and repeats one of
them as a live stream (`live.py`). A typical change: another show in `shows.py`.
"""
