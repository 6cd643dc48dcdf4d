"""How long the gallery takes among very many templates: its first page, a far one, and searches.

    python -m bench.gallery [--templates 100000] [--rounds 20] [--database URL] [--json FILE]

The real server, on SQLite or on the empty database of the URL. One template in 5,000 has a
rare tag. The requests come from the same cores.
"""

from __future__ import annotations

import argparse
import gzip
import html
import re
import statistics
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus, urlencode

from bench.machine import machine, tell
from tests.driving.crowd import page_headers
from tests.driving.processes import RunningStudio, running_studio
from tests.driving.visitor import Visitor

FEW, FAR = 1000, 499
RARE = "访谈"
FILL = """
from datetime import UTC, datetime, timedelta
from django.db import connection
from studio.accounts.models import Workspace
from studio.editor import tags
from studio.editor.models import LayoutTemplate
from studio.rules.starting import blank_document
begun, rules = datetime(2026, 1, 1, tzinfo=UTC), blank_document()
workspace = Workspace.objects.embedded()
for start in range({first}, {last}, 5000):
    rows = [
        LayoutTemplate(
            workspace=workspace,
            name=f"Show {{n}}",
            rules=rules,
            tags=["{rare}"] if n % 5000 == 0 else ["news"],
            updated_at=begun + timedelta(seconds=n),
        )
        for n in range(start, min(start + 5000, {last}))
    ]
    for row in rows:
        row.sought = tags.sought(row.name, row.tags)
    LayoutTemplate.objects.bulk_create(rows, batch_size=500)
connection.cursor().execute("ANALYZE")
"""
ASKED = {
    "first page": {},
    "by name": {"order": "name"},
    "a name": {"q": "show 777"},
    "two Chinese characters": {"q": RARE},
    "a tag": {"q": f"#{RARE}"},
    "nothing found": {"q": "nobody’s"},
}


class Gallery:
    """Somebody's gallery in a running studio."""

    def __init__(self, studio: RunningStudio) -> None:
        host = {"Host": f"localhost:{studio.port}", "Accept": "text/html"}
        self.headers = page_headers(Visitor(studio.sign_in_link())) | host
        self.port = studio.port

    def page(self, query: dict[str, str]) -> bytes:
        connection = HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", f"/templates/?{urlencode(query)}", headers=self.headers)
        answer = connection.getresponse()
        page = answer.read()
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{query} was answered {answer.status}")
        return page

    def far(self) -> dict[str, str]:
        """The query of the page that is reached by so many times *Next*."""
        after = ""
        for _page in range(FAR):
            found = re.search(r'after=([^"]*)"', self.page({"after": after}).decode())
            assert found
            after = unquote_plus(html.unescape(found[1]))
        return {"after": after}

    def figures(self, query: dict[str, str], rounds: int) -> dict[str, float]:
        """The median and the 95th of a hundred in ms; the page's size as a proxy would compress
        it, in bytes.
        """
        size = len(gzip.compress(self.page(query)))
        times = []
        for _round in range(rounds):
            start = time.perf_counter()
            self.page(query)
            times.append((time.perf_counter() - start) * 1000)
        return {
            "p50_ms": round(statistics.median(times), 1),
            "p95_ms": round(sorted(times)[int(rounds * 0.95) - 1], 1),
            "bytes": size,
        }


def fill(studio: RunningStudio, first: int, last: int) -> None:
    """Templates numbered so, each changed a second after the one before."""
    studio.manage("shell", "--no-imports", "-c", FILL.format(first=first, last=last, rare=RARE))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--templates", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--database", default="")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    report: dict[str, Any] = {"machine": machine(), "templates": options.templates}
    environment = {"DATABASE_URL": options.database} if options.database else {}
    with (
        tempfile.TemporaryDirectory() as folder,
        running_studio(Path(folder), **environment) as studio,
    ):
        studio.start("web")
        gallery = Gallery(studio)
        fill(studio, 0, FEW)
        report["first page at 1,000"] = gallery.figures({}, options.rounds)
        fill(studio, FEW, options.templates)
        for name, query in {**ASKED, f"{FAR} × Next": gallery.far()}.items():
            report[name] = gallery.figures(query, options.rounds)
    tell(report, options.json)


if __name__ == "__main__":
    main()
