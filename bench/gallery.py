"""How long the gallery takes among very many templates: its first page, a far one, and searches.

    python -m bench.gallery [--templates 100000] [--rounds 20] [--database URL] [--json FILE]

The real studio, on SQLite or on the empty database of the URL. The templates are those of the
demo, with its pictures and logos, over and over; one in 5,000 has a rare tag. The requests come
from the same cores. Fails where a goal is missed.
"""

from __future__ import annotations

import argparse
import gzip
import html
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus, urlencode

from bench.machine import machine, tell
from tests.driving.crowd import page_headers
from tests.driving.processes import RunningStudio, running_studio
from tests.driving.visitor import Visitor

FEW, FAR, PAGE = 1000, 499, 24
# Goals: of the first page at so few, in ms, and in bytes.
MOST_TIMES, MOST_MS, MOST_BYTES = 2.0, 150.0, 60_000
FIRST = "first page at 1,000"
COMING, PATIENCE = b"data-later=", 60
RARE = "访谈"
FILL = """
from datetime import UTC, datetime, timedelta
from django.db import connection
from studio.accounts.models import Workspace
from studio.demo import films, shows
from studio.editor import tags
from studio.editor.models import LayoutTemplate
workspace = Workspace.objects.embedded()
films.make(films.folder())
shows.load(workspace)
begun = datetime(2026, 1, 1, tzinfo=UTC)
ours = LayoutTemplate.objects.exclude(name__startswith="Show ")
documents = [row.rules for row in ours]
for start in range({first}, {last}, 5000):
    rows = [
        LayoutTemplate(
            workspace=workspace,
            name=f"Show {{n}}",
            rules=documents[n % len(documents)],
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

    def drawn(self, query: dict[str, str]) -> bytes:
        """The page once the workers have drawn its thumbnails."""
        for _second in range(PATIENCE):
            page = self.page(query)
            if COMING not in page:
                return page
            time.sleep(1)
        raise RuntimeError(f"the thumbnails of {query} are still to come")

    def far(self, pages: int) -> dict[str, str]:
        """The query of the page that is reached by so many times *Next*."""
        after = ""
        for _page in range(pages):
            found = re.search(r'after=([^"]*)"', self.page({"after": after}).decode())
            assert found
            after = unquote_plus(html.unescape(found[1]))
        return {"after": after}

    def figures(self, query: dict[str, str], rounds: int) -> dict[str, float]:
        """The median and the 95th of a hundred in ms; the page's size as a proxy would compress
        it, in bytes.
        """
        size = len(gzip.compress(self.drawn(query)))
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


def missed(report: Mapping[str, Any]) -> Iterator[str]:
    """What is slower, or larger, than it may be."""
    most = MOST_TIMES * report[FIRST]["p50_ms"]
    for name, row in report["pages"].items():
        if row["p50_ms"] > most:
            yield f"{name} takes more than {MOST_TIMES:g} × the first page at {FEW}"
        if row["p95_ms"] >= MOST_MS:
            yield f"{name} takes {MOST_MS:g} ms or more"
        if row["bytes"] > MOST_BYTES:
            yield f"{name} has more than {MOST_BYTES} bytes"


def main() -> int:
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
        studio.start()
        gallery = Gallery(studio)
        fill(studio, 0, FEW)
        report[FIRST] = gallery.figures({}, options.rounds)
        fill(studio, FEW, options.templates)
        pages = min(FAR, options.templates // PAGE - 1)
        asked = {**ASKED, f"{pages} × Next": gallery.far(pages)}
        report["pages"] = {
            name: gallery.figures(query, options.rounds) for name, query in asked.items()
        }
    report["missed"] = list(missed(report))
    tell(report, options.json)
    return 1 if report["missed"] else 0


if __name__ == "__main__":
    sys.exit(main())
