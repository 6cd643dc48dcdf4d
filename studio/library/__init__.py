"""Pictures the workspace has: stills of sources, uploads, and when they are fetched again.

How a picture is fetched and decoded is `studio/media`'s; here is what is kept of it.
"""
