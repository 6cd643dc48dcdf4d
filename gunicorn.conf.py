"""How the page is served: gunicorn reads this from the folder it starts in, before any worker is
there. So a setting that can't be read ends it once, instead of every worker again and again.
"""

from studio.settings import PORT

bind = f"127.0.0.1:{PORT}"
worker_class = "gthread"
workers = 2
threads = 4
loglevel = "warning"
