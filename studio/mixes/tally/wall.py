"""The wall: stills of all sources of a task with the colours of their lights, what is on air and
in preview, and the looks that may come next. Stills are the sources' pictures: for members alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from studio.accounts.access import Request, get_owned
from studio.documents.jpegs import etag_of
from studio.library.chosen import wanted_of
from studio.library.models import Frame, Wanted
from studio.library.wording import frame_json
from studio.mixes.control.preview import RundownRow, rundown
from studio.mixes.models import MixTask
from studio.mixes.tally.lights import SourceLight, Tally, tally_with
from studio.mixes.tally.state import doubted, readable, seen, to_come
from studio.pages.answers import tag_of
from studio.pages.events import state_event
from studio.rules.document import MixedRules


@dataclass(frozen=True, kw_only=True, slots=True)
class Still:
    """A source as it was seen last; `why` may say why there is no picture, or no newer one."""

    light: SourceLight
    src: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Wall:
    """What the page shows. `program` and `preview` name their pictures, by what they show and by
    the pictures in it; "" where there is none.
    """

    tally: Tally
    program: str
    preview: str
    stills: list[Still]
    looks: list[RundownRow]


@never_cache
@require_safe
def wall(request: Request, pk: UUID) -> HttpResponse:
    task = get_owned(MixTask.objects.without_documents(), request, pk)
    context = {"task": task, "events": reverse("task-wall-events", args=[pk])}
    return render(request, "mixes/tally/wall.html", context)


@never_cache
@require_safe
def wall_events(request: Request, pk: UUID) -> HttpResponse:
    """What the wall shows; its pictures are kept fresh while somebody looks."""
    task = get_owned(MixTask.objects.whole(), request, pk)
    MixTask.objects.watch([task])
    said = render_to_string("mixes/tally/_wall.html", {"wall": wall_of(task), "is_member": True})
    tag = tag_of(said)
    return get_conditional_response(request, etag=tag) or state_event(said, tag)


def wall_of(task: MixTask) -> Wall:
    """Of a row from `MixTask.objects.whole()`."""
    seating = None if task.is_over else task.seated()
    next_up = seating.document if seating else None
    on_air = seen(task)
    looks = rundown(task)
    in_looks = readable(row.look for row in looks)
    tally = tally_with(task, next_up, in_looks)
    known = [on_air, to_come(task), next_up, *in_looks, *doubted(task)]
    return Wall(
        tally=tally,
        program=stamp(task, on_air),
        preview=stamp(task, next_up),
        stills=stills(task, tally.lights, known),
        looks=looks,
    )


def stamp(task: MixTask, rules: MixedRules | None) -> str:
    return etag_of(task.workspace, rules).strip('"') if rules else ""


def stills(
    task: MixTask, lights: list[SourceLight], shown: Iterable[MixedRules | None]
) -> list[Still]:
    """Each source by the address that it has in the first of the documents that knows it."""
    wanted: dict[str, Wanted | None] = {}
    for rules in shown:
        for source in rules.sources if rules else ():
            wanted.setdefault(source.id, wanted_of(source))
    frames = Frame.objects.of(task.workspace, [one for one in wanted.values() if one])
    Frame.objects.mark_seen(row for row in frames.values() if not row.was_seen_lately)
    found = {name: frames.get(one) for name, one in wanted.items() if one}
    return [still(light, found.get(light.name)) for light in lights]


def still(light: SourceLight, frame: Frame | None) -> Still:
    told = frame_json(frame) if frame else {}
    return Still(light=light, src=str(told.get("src") or ""), why=str(told.get("message") or ""))
