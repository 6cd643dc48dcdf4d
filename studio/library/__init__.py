"""Pictures the workspace has: stills of sources, uploads, and when they are fetched again.

How a picture is fetched and decoded is `studio/media`'s; here is what is kept of it: the rows in
`models/`, how one is asked for in `fetching.py`, where its files lie in `stores.py`. A typical
change: another reason why there is no picture gets its sentence in `wording.py`.
"""
