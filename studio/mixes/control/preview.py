"""What the control page shows beside what is on air: preview, rundown, and the take between."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from studio.accounts.models import User
from studio.documents.changes import Said, sentences
from studio.documents.checking import check
from studio.documents.facts import problem_rows
from studio.documents.field import UnreadableRow
from studio.documents.jpegs import etag_of
from studio.mixes.models import Look, MixTask, Phase
from studio.mixes.models.rounds import work_of
from studio.mixes.words.clicks import fingerprint
from studio.mixes.words.connections import why_closed
from studio.rules.document import MixedRules, Output, Scene
from studio.rules.geometry import Box
from studio.rules.seating import Seating, seat

DIGITS = 9


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """What is prepared: what it is called, what it changes, and what stands in its way.

    `shown` names the document, so that a take sends that one or none; `stamp` names its picture.
    `outlines` are the boxes that are not on air as they stand. Where what is on air is not known
    there are none, and `changes` is None. `reseated` are sources that keep
    their address on the task, `joining` those the task has not yet; `other_output` tells how the
    look's own Output differs from the one the task keeps.
    """

    title: str
    template: uuid.UUID | None
    by: str
    at: datetime | None
    shown: str
    stamp: str
    errors: list[dict[str, str]]
    warnings: list[dict[str, str]]
    changes: list[Said] | None
    reseated: Sequence[str]
    joining: Sequence[str]
    other_output: list[str]
    outlines: list[Box]
    scene: Scene
    other_scene: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class TakeForm:
    """The form of the take. `held` says why TAKE does nothing now; "" when it may be armed.

    `key` names the next click, which is no news; `after` and `version` what the page has seen.
    """

    key: str = field(compare=False)
    after: uuid.UUID | str
    shown: str
    version: int
    held: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RundownRow:
    """A look of the rundown. The first nine have a digit; `behind` is one whose template has
    changed since.
    """

    look: Look
    version: int | None
    digit: int | None
    on_air: bool
    next: bool
    behind: bool


def prepared(task: MixTask, seating: Seating, user: User) -> Preview:
    """The document in preview as a take would send it."""
    document = seating.document
    problems = check(document, beside=task.cloud.is_sandbox)
    look, running = task.next_rules, task.shown
    assert look is not None  # it is what was seated
    return Preview(
        title=task.next_title,
        template=template_of(task.next_look),
        by=task.next_by.called(user) if task.next_by else "",
        at=task.next_at,
        shown=fingerprint(document),
        stamp=etag_of(task.workspace, document).strip('"'),
        errors=problem_rows(problems, document, "error"),
        warnings=problem_rows(problems, document, "warning"),
        changes=changes(running, document),
        reseated=seating.reseated,
        joining=seating.joining,
        other_output=other_output(look, document.output),
        outlines=outlines(running, document) if running else [],
        scene=document.scene,
        other_scene=running is not None and document.scene.box != running.scene.box,
    )


def changes(running: MixedRules | None, document: MixedRules) -> list[Said] | None:
    """What the take would change of what is on air; None where that is not known."""
    return sentences(running.with_output(document.output), document) if running else None


def template_of(look: Look | None) -> uuid.UUID | None:
    """The template a look came from, while it is kept."""
    template = look.template if look else None
    return template.pk if template and not template.deleted_at else None


def other_output(look: MixedRules, kept: Output) -> list[str]:
    """How the look's own Output differs from the one the task keeps, in sentences."""
    return [said.text for said in sentences(look.with_output(kept), look)]


def outlines(running: MixedRules, document: MixedRules) -> list[Box]:
    """The boxes of the preview that are not on air as they stand: what will appear where."""
    there = {(layout.layer, layout.box) for layout in running.scene.layouts}
    logos = {(logo.url, logo.box) for logo in running.logos or ()}
    boxes = [row.box for row in document.scene.layouts if (row.layer, row.box) not in there]
    boxes += [logo.box for logo in document.logos or () if (logo.url, logo.box) not in logos]
    return boxes


def take(task: MixTask, preview: Preview | None, user: User) -> TakeForm | None:
    """The form of the take, and why it is held; None where nothing can be taken any more."""
    if task.is_over or task.phase is Phase.STOPPING:
        return None
    change = task.latest_change
    return TakeForm(
        key=str(uuid.uuid4()),
        after=change.pk if change else "",
        shown=preview.shown if preview else "",
        version=task.newest_version,
        held=held(task, preview, user),
    )


def held(task: MixTask, preview: Preview | None, user: User) -> str:
    """Why TAKE does nothing now, in a sentence; "" when it may be armed."""
    return why_closed(task.cloud, user) or held_by_task(task) or held_by_preview(preview)


def held_by_task(task: MixTask) -> str:
    if task.phase is Phase.UNKNOWN:
        return _("Held until it is known what viewers see.")
    if task.take_under_way:
        return _("Held until the last take is applied.")
    if task.phase is not Phase.ON_AIR:
        return _("A take needs a task that is on air.")
    return "" if task.output else _("Adopt the task first: its output is not known here.")


def held_by_preview(preview: Preview | None) -> str:
    if preview is None:
        return _("Put a look into preview first.")
    if preview.errors:
        return _("The look in preview has errors.")
    return _("This look is on air already.") if preview.changes == [] else ""


def rundown(task: MixTask) -> list[RundownRow]:
    """The looks in order; the first nine have a digit."""
    looks = task.looks.select_related("template").defer(*work_of("template"))
    return [
        RundownRow(
            look=look,
            version=look.template_version,
            digit=place if place <= DIGITS else None,
            on_air=task.phase is Phase.ON_AIR and shows(look, task.program),
            next=look.pk == task.next_look_id and not task.is_over,
            behind=look.is_behind,
        )
        for place, look in enumerate(looks, start=1)
    ]


def shows(look: Look, program: MixedRules | None) -> bool:
    """Whether the look, seated on the task, is what is on air; never one that can't be read."""
    try:
        return program is not None and seat(look.rules, program).document == program
    except UnreadableRow:
        return False
