"""The templates a fresh studio shows: a talk show, a lecture, a match, and one in portrait.

Their sources are of every kind: pictures, a film, a live stream. Each has a strap.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from studio.accounts.models import Workspace
from studio.compositor.straps import usual_size
from studio.demo.serving import found
from studio.editor.models import LayoutTemplate
from studio.library.models import Frame, Kind, Wanted
from studio.media import decode, decode_video
from studio.rules.document import Layout, Logo, MixedRules, Output, Scene, Source
from studio.rules.geometry import Box
from studio.rules.starting import blank_document
from studio.straps.making import Refused, drawn, words_of
from studio.straps.models import Strap, StrapStyle

LANDSCAPE, PORTRAIT = (1920, 1080), (1080, 1920)
KINDS = {".jpg": Kind.PICTURE, ".png": Kind.PICTURE, ".mp4": Kind.VOD, ".flv": Kind.LIVE}
BUG = "bug.png"


@dataclass(frozen=True, kw_only=True, slots=True)
class Show:
    """A demo template: sources by file name bottom to top, above them the house's logo and a strap,
    of which the name, the line, and its upper left corner are told.
    """

    name: str
    size: tuple[int, int] = LANDSCAPE
    sources: dict[str, Box]
    bug: Box
    strap: tuple[str, str]
    strap_at: tuple[int, int]


def shows() -> list[Show]:
    """Oldest first, so that the talk show leads the list."""
    return [
        Show(
            name=_("Portrait stream"),
            size=PORTRAIT,
            sources={"phone.jpg": Box(0, 0, 1080, 1920), "pitch.flv": Box(0, 0, 1080, 608)},
            bug=Box(898, 96, 128, 128),
            strap=(_("Watching along"), _("Send us your score for the final whistle")),
            strap_at=(54, 1679),
        ),
        Show(
            name=_("Lecture with an experiment"),
            sources={
                "pendulums.mp4": Box(42, 135, 1280, 720),
                "lecture.jpg": Box(1350, 135, 528, 396),
                "guest.jpg": Box(1350, 558, 528, 297),
            },
            bug=Box(1696, 898, 128, 128),
            strap=(_("Fifteen pendulums"), _("Physics for everybody, part 7")),
            strap_at=(96, 881),
        ),
        Show(
            name=_("Match with score"),
            sources={"pitch.flv": Box(0, 0, 1920, 1080), "host.jpg": Box(1344, 756, 480, 270)},
            bug=Box(1696, 54, 128, 128),
            strap=(_("Harbour 2 : 1 Northside"), _("Second half, 74:12")),
            strap_at=(96, 54),
        ),
        Show(
            name=_("Thursday talk show"),
            sources={
                "slides.jpg": Box(40, 40, 1200, 675),
                "host.jpg": Box(40, 747, 521, 293),
                "guest.jpg": Box(1272, 175, 608, 342),
                "phone.jpg": Box(1476, 684, 200, 356),
            },
            bug=Box(1096, 56, 128, 128),
            strap=(_("Thursday, after eight"), _("with Mara Lind and Theo Brandt")),
            strap_at=(593, 881),
        ),
    ]


@transaction.atomic
def load(workspace: Workspace) -> None:
    """Makes the demo templates, all or none, unless the workspace has or had any."""
    if not LayoutTemplate.objects.filter(workspace=workspace).exists():
        for show in shows():
            add(workspace, show)


def add(workspace: Workspace, show: Show) -> LayoutTemplate:
    keep_frames(workspace, [*show.sources, BUG])
    logos = [Logo(url=address(BUG), box=show.bug), *strap_of(workspace, show)]
    return LayoutTemplate.objects.start(
        workspace, workspace.owner(), show.name, document(show, logos)
    )


def keep_frames(workspace: Workspace, files: list[str]) -> None:
    """Read from disk rather than fetched: the server may not be up yet."""
    wanted = {Wanted(address(file), kind_of(file)): found(file) for file in files}
    there = Frame.objects.of(workspace, list(wanted))
    for one, file in wanted.items():
        if one not in there and file:
            read = decode if one.kind == Kind.PICTURE else decode_video
            Frame.objects.keep_decoded(workspace, one.url, one.kind, read(file.read_bytes()))


def strap_of(workspace: Workspace, show: Show) -> list[Logo]:
    """Its strap as a logo; none where no font of this computer has its letters."""
    size, words = usual_size(show.size), words_of(*show.strap)
    try:
        picture = drawn(words, StrapStyle.objects.of(workspace).style, show.size, size)
    except Refused:
        return []
    strap = Strap.objects.keep(workspace, workspace.owner(), words, size, picture)
    url = address(strap.public_path().removeprefix("/"))
    Frame.objects.keep_decoded(workspace, url, Kind.PICTURE, picture)
    return [Logo(url=url, box=Box(*show.strap_at, picture.width, picture.height))]


def document(show: Show, logos: list[Logo]) -> MixedRules:
    width, height = show.size
    layers = list(enumerate(show.sources.items(), start=1))
    return MixedRules(
        scene=Scene(
            width=width,
            height=height,
            layouts=tuple(Layout(box=box, layer=layer) for layer, (_file, box) in layers),
        ),
        sources=tuple(
            Source(id=Path(file).stem, layer=layer, type=kind_of(file).value, url=address(file))
            for layer, (file, _box) in layers
        ),
        logos=tuple(logos),
        output=output(),
    )


def kind_of(file: str) -> Kind:
    return KINDS[Path(file).suffix]


def output() -> Output:
    """A receiver that does not exist: the demo's sandbox sends nothing anywhere."""
    return replace(blank_document().output, urls=("rtmp://push.example.com/live/demo",))


def address(file: str) -> str:
    return f"http://127.0.0.1:{settings.PICTURES_PORT}/{file}"
