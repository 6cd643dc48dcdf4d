"""What the control page shows beside what is on air: preview, rundown, and the take between."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from django.utils.translation import gettext as _

from studio.accounts.models import User
from studio.documents.changes import sentences
from studio.documents.checking import check
from studio.documents.facts import told
from studio.documents.jpegs import stamp_of_rules
from studio.library.chosen import wanted_by, wanted_of
from studio.library.models import Frame, State
from studio.library.wording import message
from studio.mixes.models import Look, MixTask, Phase, Presence
from studio.mixes.models.versions import without_output
from studio.mixes.words.clicks import fingerprint
from studio.rules import codec
from studio.rules.document import MixedRules
from studio.rules.seating import Seating, seat

DIGITS = 9


def control(task: MixTask, user: User, *, operates: bool) -> dict[str, Any]:
    """Preview, take, way back, rundown and who is here; see templates/mixes/control/task.html."""
    seating = task.seated()
    preview = prepared(task, seating, user) if seating else None
    back = task.way_back()
    return {
        "preview": preview,
        "take": operates and take(task, preview),
        "back": back and {"operation": back, "title": back.title},
        "rundown": rundown(task),
        "here": [name(person, user) for person in Presence.objects.here(task)],
        "drift": drift(task),
        "lost_sources": lost_sources(task),
        "can_prepare": operates and not task.is_over and task.output is not None,
    }


def prepared(task: MixTask, seating: Seating, user: User) -> dict[str, Any]:
    """The preview: what it is called, what it changes, and what stands in its way."""
    document = seating.document
    assert task.next_rules is not None
    problems = check(document)
    running = task.on_program or task.document
    assert running is not None  # or nothing could be seated on it
    changes = sentences(codec.read_rules({**codec.write(running), "Output": task.output}), document)
    return {
        "title": task.next_title,
        "template": template_of(task.next_look),
        "by": task.next_by and name(task.next_by, user),
        "at": task.next_at,
        "shown": fingerprint(document),
        "stamp": stamp_of_rules(task.workspace, codec.write(document)).strip('"'),
        "errors": told(problems, document, "error"),
        "warnings": told(problems, document, "warning"),
        "changes": changes,
        "reseated": seating.reseated,
        "joining": seating.joining,
        "other_output": other_output(task, codec.read_rules(task.next_rules)),
        "outlines": outlines(running, document),
        "scene": document.scene,
        "other_scene": document.scene.box != running.scene.box,
    }


def template_of(look: Look | None) -> uuid.UUID | None:
    """The template a look came from, while it is kept."""
    template = look.template if look else None
    return template.pk if template and not template.deleted_at else None


def other_output(task: MixTask, look: MixedRules) -> list[str]:
    """How the look's own Output differs from the one the task keeps, in sentences."""
    kept = codec.read_rules({**codec.write(look), "Output": task.output})
    return [said.text for said in sentences(kept, look)]


def outlines(running: MixedRules, document: MixedRules) -> list[dict[str, int]]:
    """The boxes of the preview that are not on air as they stand: what will appear where."""
    there = {(layout.layer, layout.box) for layout in running.scene.layouts}
    logos = {(logo.url, logo.box) for logo in running.logos or ()}
    boxes = [row.box for row in document.scene.layouts if (row.layer, row.box) not in there]
    boxes += [logo.box for logo in document.logos or () if (logo.url, logo.box) not in logos]
    return [{"x": box.x, "y": box.y, "w": box.w, "h": box.h} for box in boxes]


def take(task: MixTask, preview: dict[str, Any] | None) -> dict[str, Any] | None:
    """The form of the take, and why it is held; None where nothing can be taken any more."""
    if task.is_over or task.phase is Phase.STOPPING:
        return None
    change = task.latest_change
    return {
        "key": str(uuid.uuid4()),
        "after": change.pk if change else "",
        "shown": preview["shown"] if preview else "",
        "version": task.newest_version,
        "held": held(task, preview),
    }


def held(task: MixTask, preview: dict[str, Any] | None) -> str:
    """Why TAKE does nothing now, in a sentence; "" when it may be armed."""
    return held_by_task(task) or held_by_preview(preview)


def held_by_task(task: MixTask) -> str:
    if task.is_elsewhere:
        return _("This task runs at another cloud.")
    if task.phase is Phase.UNKNOWN:
        return _("Held until it is known what viewers see.")
    if task.take_under_way:
        return _("Held until the last take is applied.")
    if task.phase is not Phase.ON_AIR:
        return _("A take needs a task that is on air.")
    return "" if task.output else _("Adopt the task first: its output is not known here.")


def held_by_preview(preview: dict[str, Any] | None) -> str:
    if preview is None:
        return _("Put a look into preview first.")
    if preview["errors"]:
        return _("The look in preview has errors.")
    return "" if preview["changes"] else _("This look is on air already.")


def rundown(task: MixTask) -> list[dict[str, Any]]:
    """The looks in order; the first nine have a digit."""
    shown = task.program and without_output(task.program)
    running = task.on_program or task.document
    return [
        {
            "look": look,
            "digit": place if place <= DIGITS else "",
            "on_air": task.phase is Phase.ON_AIR and shows(look, running, shown),
            "next": look.pk == task.next_look_id,
            "behind": look.is_behind,
        }
        for place, look in enumerate(task.looks.select_related("template"), start=1)
    ]


def shows(look: Look, running: MixedRules | None, shown: dict[str, Any] | None) -> bool:
    """Whether the look, seated on the task, is what is on air."""
    if running is None or shown is None:
        return False
    return without_output(codec.write(seat(look.document, running).document)) == shown


def drift(task: MixTask) -> dict[str, Any] | None:
    """What somebody else made of the task: since when, and how it differs from ours."""
    if task.drifted_at is None:
        return None
    ours, theirs = task.document, task.drift
    changes = []
    if ours and theirs:
        changes = sentences(
            ours, codec.read_rules({**theirs, "Output": codec.write(ours)["Output"]})
        )
    return {
        "at": task.drifted_at,
        "version": task.drift_version,
        "ours": task.version,
        "changes": changes,
        "readable": theirs is not None,
    }


def lost_sources(task: MixTask) -> list[dict[str, Any]]:
    """Sources on air that could not be fetched from here, each with the reason and since when.

    What this computer cannot reach, the cloud may; so it is a hint, never a verdict.
    """
    program = task.on_program
    if program is None or task.phase is not Phase.ON_AIR:
        return []
    frames = Frame.objects.of(task.workspace, wanted_by(program))
    shown = [(source.id, wanted_of(source)) for source in program.sources]
    failed = [
        (name, frames[wanted])
        for name, wanted in shown
        if wanted in frames and frames[wanted].state == State.FAILED
    ]
    return [
        {"name": name, "why": message(frame), "seen_at": frame.fetched_at} for name, frame in failed
    ]


def name(person: User, reader: User) -> str:
    return _("you") if person == reader else person.get_full_name() or person.username


def stamp(context: dict[str, Any]) -> str:
    """Changes with anything the page shows; the key of the next click is no news."""
    plain = json.dumps({**context, "key": None, "take": None}, default=str, sort_keys=True)
    form = context.get("take") or {}
    lasting = json.dumps({name: str(form[name]) for name in form if name != "key"})
    return hashlib.sha256((plain + lasting).encode()).hexdigest()[:16]
