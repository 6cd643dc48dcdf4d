"""The templates a fresh studio shows: a talk show, an interview, a match, a lecture, a portrait.

Their pictures lie in `demo/` beside this file, and a small server serves them in the demo.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from studio.accounts.models import Workspace
from studio.editor.models import LayoutTemplate
from studio.library.chosen import wanted_by
from studio.library.models import Frame
from studio.rules.document import Layout, Logo, MixedRules, Output, Scene, Source
from studio.rules.geometry import Box
from studio.rules.starting import blank_document

PICTURES = Path(__file__).with_name("demo")


@dataclass(frozen=True, kw_only=True, slots=True)
class Show:
    """A demo template: pictures by file name bottom to top, then logos."""

    name: str
    size: tuple[int, int] = (1920, 1080)
    sources: dict[str, Box]
    logos: dict[str, Box]


def shows() -> list[Show]:
    """Oldest first, so that the talk show leads the list."""
    return [
        Show(
            name=_("Talk show, portrait"),
            size=(1080, 1920),
            sources={"host.jpg": Box(0, 352, 1080, 608), "guest.jpg": Box(0, 960, 1080, 608)},
            logos={"bug.png": Box(876, 96, 128, 128)},
        ),
        Show(
            name=_("Lecture, slides large"),
            sources={
                "slides.jpg": Box(0, 135, 1440, 810),
                "lecture.jpg": Box(1440, 405, 480, 270),
            },
            logos={},
        ),
        Show(
            name=_("Match with commentator"),
            sources={
                "pitch.jpg": Box(0, 0, 1920, 1080),
                "host.jpg": Box(1373, 772, 480, 270),
            },
            logos={"bug.png": Box(67, 38, 128, 128)},
        ),
        Show(
            name=_("Thursday talk show"),
            sources={
                "slides.jpg": Box(40, 40, 1200, 675),
                "host.jpg": Box(40, 747, 521, 293),
                "guest.jpg": Box(1272, 175, 608, 342),
                "phone.jpg": Box(1476, 684, 200, 356),
            },
            logos={"bug.png": Box(1096, 56, 128, 128), "lower.png": Box(593, 892, 647, 148)},
        ),
    ]


def load(workspace: Workspace) -> int:
    """Makes the demo templates, unless the workspace has or had any; how many were made."""
    if LayoutTemplate.objects.filter(workspace=workspace).exists():
        return 0
    made = [add(workspace, show) for show in shows()]
    return len(made)


def add(workspace: Workspace, show: Show) -> LayoutTemplate:
    rules = document(show)
    wanted = wanted_by(rules)
    there = Frame.objects.of(workspace, wanted)
    for one in (one for one in wanted if one not in there):
        # Read from disk rather than fetched: the server may not be up yet.
        picture = (PICTURES / Path(one.url).name).read_bytes()
        Frame.objects.keep(workspace, one.url, one.kind, picture)
    return LayoutTemplate.objects.start(workspace, workspace.owner(), show.name, rules)


def document(show: Show) -> MixedRules:
    width, height = show.size
    layers = list(enumerate(show.sources.items(), start=1))
    return MixedRules(
        scene=Scene(
            width=width,
            height=height,
            layouts=tuple(Layout(box=box, layer=layer) for layer, (_file, box) in layers),
        ),
        sources=tuple(
            Source(id=Path(file).stem, layer=layer, type="pic", url=address(file))
            for layer, (file, _box) in layers
        ),
        logos=tuple(Logo(url=address(file), box=box) for file, box in show.logos.items()),
        output=output(),
    )


def output() -> Output:
    """A receiver that does not exist: the demo's sandbox sends nothing anywhere."""
    return replace(blank_document().output, urls=("rtmp://push.example.com/live/demo",))


def address(file: str) -> str:
    return f"http://127.0.0.1:{settings.PICTURES_PORT}/{file}"
