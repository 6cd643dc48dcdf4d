"""Two hosts of one studio: one database and the same keys, a data folder each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.driving.processes import RunningStudio, free_ports

SECRET = "SECRET-CANARY-" * 4
SEALING = "SEALINGCANARY" + "A" * 30 + "="
Hosts = tuple[RunningStudio, RunningStudio]


@contextmanager
def hosts(folder: Path, prepared: Path, **environment: str) -> Iterator[Hosts]:
    """Nothing of them runs yet; what is started ends with the block. The sandbox of the first is
    the cloud of both; `environment` names their database, whose tables are there.
    """
    first, second = free_ports(4), free_ports(4)
    shared = {
        "STUDIO_SECRET_KEY": SECRET,
        "STUDIO_SEALING_KEYS": SEALING,
        "STUDIO_SANDBOX_PORT": str(first + 1),
        **environment,
    }
    made = (
        RunningStudio(folder / "first", first, shared),
        RunningStudio(folder / "second", second, shared),
    )
    for host in made:
        shutil.copytree(prepared / "static", host.data / "static")
    # Where the sandbox says how it is to be signed for.
    (made[0].data / "sandbox").mkdir(mode=0o700)
    (made[1].data / "sandbox").symlink_to(made[0].data / "sandbox")
    try:
        yield made
    finally:
        for host in made:
            host.stop()
