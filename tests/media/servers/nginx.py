"""nginx with its RTMP module, as Debian packages them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.driving.processes import free_ports
from tests.media.servers.running import HOST, StreamServer, serving

# Debian keeps it off the path of whoever is not root.
PROGRAM = shutil.which("nginx", path=os.pathsep.join([os.environ["PATH"], "/usr/sbin"]))
MODULE = Path("/usr/lib/nginx/modules/ngx_rtmp_module.so")

# All else is as it comes; one process, for there is nobody to hand rights over to.
CONFIGURATION = f"""
load_module {MODULE};
daemon off;
master_process off;
pid nginx.pid;
error_log stderr;
events {{}}
rtmp {{
  access_log off;
  server {{
    listen {HOST}:%d;
    application live {{ live on; }}
  }}
}}
"""


def missing() -> str | None:
    """Why it can't run here."""
    if not (PROGRAM and MODULE.exists()):
        return "nginx and its RTMP module (Debian's nginx, libnginx-mod-rtmp) are not installed."
    return None


@contextmanager
def nginx(folder: Path) -> Iterator[StreamServer]:
    port = free_ports(1)
    (folder / "nginx.conf").write_text(CONFIGURATION % port)
    command = [str(PROGRAM), "-p", str(folder), "-c", "nginx.conf", "-e", "stderr"]
    with serving(command, folder, port) as server:
        yield server
