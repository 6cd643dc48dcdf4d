"""How long a backup takes while editors save, what it costs them, and whether it is of one moment.

    python -m bench.backup [--editors 50] [--seconds 5] [--mib 0] [--postgresql] [--json FILE]

A real studio with all its processes, and editors over HTTP who save without a pause. In the middle
of it `manage.py backup` runs; what it wrote is then restored elsewhere, and held against what each
editor sent and was told, and when. `--mib` puts so much into the studio first, half of it uploads,
half versions of templates. All of them run on the same cores.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench.machine import machine, tell
from studio.processes.backup.archive import opened
from tests.driving.cluster import cluster
from tests.driving.processes import RunningStudio, free_ports
from tests.driving.savers import Crowd, Saver
from tests.driving.visitor import Visitor
from tests.volcengine.bodies import mixed_rules

MEBIBYTE = 2**20
FILL = """
import hashlib, os
from studio.accounts.models import Workspace
from studio.editor.models import LayoutTemplate, TemplateVersion
from studio.library.fetching import keep
from studio.library.stores import uploads
from studio.library.models import Upload
workspace = Workspace.objects.embedded()
template = LayoutTemplate.objects.order_by("created_at").first()
size = len(str(template.rules_json)) + len(str(template.editor_state))
for _mebibyte in range({mib} // 2):
    name = keep(os.urandom(2**20), "image/png", uploads())
    given = {{"width": 1, "height": 1, "size": 2**20, "picture": name, "stage": name}}
    Upload.objects.create(workspace=workspace, **given)
    TemplateVersion.objects.bulk_create(
        TemplateVersion(template=template, version=1, reason="push", rules=template.rules)
        for _row in range(2**20 // size)
    )
"""


@contextmanager
def studios(folder: Path, *, postgresql: bool) -> Iterator[tuple[RunningStudio, RunningStudio]]:
    """The one that is backed up, and the one that is restored, of which there is nothing yet."""
    with ExitStack() as stack:
        # Before the studios' ports are looked for.
        server = stack.enter_context(cluster()) if postgresql else None
        made = [
            RunningStudio(folder / name, free_ports(3), {"STUDIO_DEMO": "1"})
            for name in ("first", "second")
        ]
        for studio in made:
            stack.callback(studio.stop)
            if server:
                studio.environment["DATABASE_URL"] = server.create(studio.data.name)
        yield made[0], made[1]


def summary(taken: list[float], seconds: float) -> dict[str, float]:
    ordered = sorted(taken)
    return {
        "saves_a_second": round(len(ordered) / seconds, 1),
        "p50_ms": round(statistics.median(ordered) * 1000),
        "p95_ms": round(ordered[math.ceil(0.95 * len(ordered)) - 1] * 1000),
        "max_ms": round(ordered[-1] * 1000),
    }


def rows(file: Path) -> dict[str, dict[str, Any]]:
    """The templates in a backup."""
    with opened(file) as archive:
        names = archive.manifest.tables["editor.layouttemplate"].columns
        lines = [json.loads(line) for line in archive.rows("editor.layouttemplate")]
    found = [dict(zip(names, line, strict=True)) for line in lines]
    return {row["id"]: row | {"rules": json.loads(row["rules"])} for row in found}


def measured(
    first: RunningStudio, second: RunningStudio, options: argparse.Namespace
) -> dict[str, Any]:
    first.set_up()
    if options.mib:
        first.manage("shell", "--no-imports", "-c", FILL.format(mib=options.mib))
    first.start()
    visitor = Visitor(first.sign_in_link())
    crowd = Crowd([Saver(visitor, mixed_rules()) for _editor in range(options.editors)])
    with crowd.saving():
        start = time.monotonic()
        time.sleep(options.seconds)
        began = time.monotonic()
        file = Path(first.manage("backup").strip())
        ended = time.monotonic()
        time.sleep(options.seconds)
    first.stop()
    restoring = time.monotonic()
    second.manage("restore", str(file))
    restored = time.monotonic()
    copied = rows(Path(second.manage("backup").strip()))
    return {
        "editors": options.editors,
        "backup_s": round(ended - began, 1),
        "restore_s": round(restored - restoring, 1),
        "file_mib": round(file.stat().st_size / MEBIBYTE, 1),
        "before": summary(crowd.saved(start, began), began - start),
        "meanwhile": summary(crowd.saved(began, ended), ended - began),
        "fault": crowd.moment(copied, began, ended) or None,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--editors", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--mib", type=int, default=0)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    about = machine()
    with (
        tempfile.TemporaryDirectory() as folder,
        studios(Path(folder), postgresql=options.postgresql) as (first, second),
    ):
        results = {"machine": about, "mib": options.mib, **measured(first, second, options)}
    results["machine"]["load_after"] = round(os.getloadavg()[0], 1)
    tell(results, options.json)


if __name__ == "__main__":
    main()
