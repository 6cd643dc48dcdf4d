"""Going to every page of a studio, opening all that opens there, and looking at each in every look.

`material.py` makes what there is to see, `openings.py` lists what opens and how, `looking.py` is
axe-core.
"""
