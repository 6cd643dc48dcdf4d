"""Templates: the gallery, the editor's page, and what its modules ask of the server.

What the page is told is in `page/`, what its addresses answer in `views/`.
"""
