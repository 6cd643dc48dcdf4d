"""What axe-core finds on every page and in all that opens there, in every look and language.

    python -m bench.accessible [--only PATTERN] [--language zh-CN] [--pictures FOLDER] [--json FILE]

A studio in which there is one of everything, before its owner, before somebody who only views, and
before somebody without an account: every page that links lead to, states that none leads to, and
every dialog, menu, panel and fold of `tests/driving/walking/openings.py`. Each is looked at light,
dark and in forced colours of both kinds, in English and Chinese; then as a screen of 1440 × 900
shows it at 200 %, it is read with letters, words and lines as far apart as WCAG 1.4.12 has them.
Fails if anything was found.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.urls import reverse  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402
from playwright.sync_api import Error as PlaywrightError  # noqa: E402

from bench.machine import machine, tell  # noqa: E402
from tests import chromium  # noqa: E402
from tests.driving.pages import pages  # noqa: E402
from tests.driving.processes import RunningStudio, free_ports, running_studio  # noqa: E402
from tests.driving.walking.looking import LANGUAGES, spaced, unreadable, verdicts  # noqa: E402
from tests.driving.walking.openings import (  # noqa: E402
    NARROW,
    OPENINGS,
    PANELS,
    WIDE,
    Opening,
    arrived,
    opened,
)

MATERIAL = """
import json
from django.conf import settings
from tests import builders
from tests.driving.walking.material import material
cast = builders.cast()
signed_in = {user.username: builders.client_for(user).cookies[settings.SESSION_COOKIE_NAME].value
  for user in (cast.owner, cast.teammate, cast.viewer)}
begin, shown = material(cast)
print(json.dumps({"sessions": signed_in, "begin": begin, "shown": shown}))
"""
PATIENCE = 10_000


@dataclass(frozen=True)
class Sight:
    """A page, or what opens on it, and before whom."""

    person: str
    name: str
    address: str
    opening: Opening | None = None

    def __str__(self) -> str:
        return f"{self.person}, {self.opening or self.name}"


@dataclass
class Walk:
    """One browser at the studio: whose sessions there are, what was looked at, what was found."""

    browser: Browser
    studio: RunningStudio
    designer: RunningStudio
    told: dict[str, Any]
    folder: Path | None
    runs: int = 0
    findings: dict[str, list[Any]] = field(default_factory=dict)

    @contextmanager
    def page_of(self, person: str, **options: Any) -> Iterator[Page]:
        context = self.browser.new_context(reduced_motion="reduce", **options)
        context.set_default_timeout(PATIENCE)
        if session := self.told["sessions"].get(person):
            for studio in (self.studio, self.designer):
                name = f"studio_session_{studio.port}"
                context.add_cookies([{"name": name, "value": session, "url": studio.url}])
        yield context.new_page()
        context.close()

    def sights(self) -> list[Sight]:
        """All that the owner and the viewer are led to by links, what each is shown besides, and
        what opens before the owner.
        """
        begin = [self.studio.url + path for path in self.told["begin"]]
        seen = []
        for person in ("owner", "viewer"):
            with self.page_of(person) as page:
                met = pages(page.context, *begin)
            seen += [Sight(person, name, address) for name, address in met.items()]
        for person, shown in self.told["shown"].items():
            seen += [Sight(person, name, self.studio.url + path) for name, path in shown.items()]
        seen.append(Sight("owner", "design", f"{self.designer.url}{reverse('design')}"))
        where = {one.name: one.address for one in seen if one.person == "owner"}
        all_that_opens = (*PANELS, *OPENINGS)
        seen += [Sight("owner", one.page, where[one.page], one) for one in all_that_opens]
        return list(dict.fromkeys(seen))

    def look(self, sights: list[Sight], language: str) -> None:
        """At each of one person's, in every look."""
        width, height = WIDE
        options = {"viewport": {"width": width, "height": height}, "locale": language}
        with self.page_of(sights[0].person, **options) as page:
            for sight in sights:
                if not self.came(page, sight, language):
                    continue
                for look, faults in verdicts(page):
                    self.note(sight, f"{language}, {look}", faults)
                    self.picture(page, sight, f"{language}, {look}")

    def read(self, sights: list[Sight], language: str) -> None:
        """Each of one person's that a small screen has, widely spaced."""
        width, height = NARROW
        options = {"viewport": {"width": width, "height": height}, "locale": language}
        with self.page_of(sights[0].person, device_scale_factor=2, **options) as page:
            for sight in sights:
                is_there = sight.opening is None or sight.opening.narrow
                how = f"{language}, 200 %"
                if is_there and self.came(page, sight, how, is_spaced=True):
                    self.note(sight, how, unreadable(page))
                    self.picture(page, sight, how)

    def came(self, page: Page, sight: Sight, how: str, *, is_spaced: bool = False) -> bool:
        try:
            arrived(page, sight.address)
            if is_spaced:
                spaced(page)
            if sight.opening:
                opened(page, sight.opening)
        except PlaywrightError as error:
            self.note(sight, how, [f"did not open: {error}"])
            return False
        return True

    def note(self, sight: Sight, how: str, faults: list[Any]) -> None:
        self.runs += 1
        if faults:
            self.findings[f"{sight}, {how}"] = faults
            print(f"{sight}, {how}:", *map(str, faults), sep="\n  ", flush=True)

    def picture(self, page: Page, sight: Sight, how: str) -> None:
        if self.folder:
            name = re.sub(r"[^\w%-]+", "-", f"{sight.opening or sight.name}-{how}-{sight.person}")
            page.screenshot(path=self.folder / f"{name}.png")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--only", default="", help="what the name of a page or opening matches")
    parser.add_argument("--language", choices=LANGUAGES, action="append")
    parser.add_argument("--pictures", type=Path, help="a folder for what was looked at")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        running_studio(Path(folder)) as studio,
        sync_playwright() as playwright,
    ):
        studio.log = Path(folder) / "log"
        designer = replace(
            studio, port=free_ports(3), environment={"STUDIO_DEBUG": "1"}, processes={}
        )
        studio.start("web")
        designer.start("web")
        said = studio.manage("shell", "--verbosity", "0", "--command", MATERIAL)
        browser = chromium.launch(playwright)
        walk = Walk(browser, studio, designer, json.loads(said.splitlines()[-1]), options.pictures)
        sights = [one for one in walk.sights() if re.search(options.only, str(one))]
        for language in options.language or LANGUAGES:
            for person in dict.fromkeys(one.person for one in sights):
                own = [one for one in sights if one.person == person]
                walk.look(own, language)
                walk.read(own, language)
        browser.close()
        designer.stop()
    report = {
        "machine": machine(),
        "pages": len([one for one in sights if not one.opening]),
        "openings": len([one for one in sights if one.opening]),
        "runs": walk.runs,
        "findings": walk.findings,
    }
    tell(report, options.json)
    return 1 if walk.findings else 0


if __name__ == "__main__":
    sys.exit(main())
