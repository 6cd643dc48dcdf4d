"""The sandbox's bad days in a crew's words: the switches, what stands, the tasks as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studio.accounts.models import User
from studio.mixes.clouds import configured
from studio.mixes.models import MixTask, Phase
from studio.mixes.models.phases import PHASE_OF_STATUS
from studio.mixes.words.durations import duration
from studio.volcengine.sandbox import accidents, mischief
from studio.volcengine.sandbox.accidents import Truth
from studio.volcengine.sandbox.mischief import MAX_MESSAGE, MAX_SECONDS, NEVER_ONCE, OFS, Wish

Text = str | Promise
Word = TypeVar("Word", bound=str)

# What a page looks through at most, and what it shows.
MAX_KNOWN, MAX_SHOWN = 500, 50
LEAST_SECONDS = 0.1

OF_WORDS: Mapping[str, Text] = {
    "push": gettext_lazy("push"),
    "take": gettext_lazy("take"),
    "stop": gettext_lazy("stop"),
    "look": gettext_lazy("look"),
    "any": gettext_lazy("request"),
}


@dataclass(frozen=True, slots=True)
class Switch:
    """One way of going wrong: its name, what it is like, and what is said while it stands."""

    icon: str
    title: Text
    text: Text
    once: Text
    always: Text


SWITCHES: Mapping[mischief.Kind, Switch] = {
    "lose": Switch(
        "offline",
        gettext_lazy("Lose the answer"),
        gettext_lazy("It is carried out, then the line drops: nobody knows what became of it."),
        gettext_lazy("The next answer is lost: to a %(of)s"),
        gettext_lazy("Every answer is lost: to a %(of)s"),
    ),
    "refuse": Switch(
        "error",
        gettext_lazy("Refuse"),
        gettext_lazy("The cloud says no, with these words, and changes nothing."),
        gettext_lazy("The next %(of)s is refused: “%(message)s”"),
        gettext_lazy("Every %(of)s is refused: “%(message)s”"),
    ),
    "fail": Switch(
        "warn",
        gettext_lazy("Fail a take"),
        gettext_lazy("It is accepted, but never applied: what is on air stays as it was."),
        gettext_lazy("The next take is accepted, but never applied"),
        gettext_lazy("Every take is accepted, but never applied"),
    ),
    "slow": Switch(
        "clock",
        gettext_lazy("Be slow"),
        gettext_lazy("It is carried out at once and answered late. After 15 s nobody waits on."),
        gettext_lazy("The next %(of)s is answered after %(seconds)s s"),
        gettext_lazy("Every %(of)s is answered after %(seconds)s s"),
    ),
    "throttled": Switch(
        "stop",
        gettext_lazy("Too many requests"),
        gettext_lazy("Turned away at the gate, as if the account had asked too often."),
        gettext_lazy("The next %(of)s is turned away: too many requests"),
        gettext_lazy("Every %(of)s is turned away: too many requests"),
    ),
    "key": Switch(
        "lock",
        gettext_lazy("Wrong key"),
        gettext_lazy("Turned away at the gate, as if the access key did not exist."),
        gettext_lazy("The next %(of)s is turned away: wrong key"),
        gettext_lazy("Every %(of)s is turned away: wrong key"),
    ),
    "clock": Switch(
        "history",
        gettext_lazy("Wrong clock"),
        gettext_lazy("Turned away at the gate, as if this computer’s clock were off."),
        gettext_lazy("The next %(of)s is turned away: wrong clock"),
        gettext_lazy("Every %(of)s is turned away: wrong clock"),
    ),
    "unreachable": Switch(
        "cloud",
        gettext_lazy("Be unreachable"),
        gettext_lazy("Nobody listens: nothing can be sent, and nothing can be asked."),
        "",
        gettext_lazy("It is unreachable: nothing can be sent"),
    ),
}


# --- Switches -----------------------------------------------------------------------------


class WishForm:
    """One click on a switch, strictly read. `errors` are sentences by field."""

    def __init__(self, data: QueryDict) -> None:
        self.data = data
        self.errors: dict[str, str] = {}

    def wish(self) -> Wish | None:
        """What was wished for; None with the reason in `errors`."""
        kind = one_of(OFS, self.data.get("kind"))
        of = one_of(OFS[kind], self.data.get("of")) if kind else None
        when = one_of(whens(kind), self.data.get("when")) if kind else None
        if kind is None or of is None or when is None:
            self.errors["page"] = _("This page is out of date. Load it again.")
            return None
        seconds = number(self.data.get("seconds", "")) if kind == "slow" else 0
        message = self.data.get("message", "").strip() if kind == "refuse" else ""
        if kind == "slow" and not LEAST_SECONDS <= seconds <= MAX_SECONDS:
            self.errors["seconds"] = _("Give a number of seconds from %(least)s to %(most)s.") % {
                "least": LEAST_SECONDS,
                "most": MAX_SECONDS,
            }
            return None
        try:
            return Wish(kind=kind, of=of, once=when == "once", seconds=seconds, message=message)
        except ValueError:
            self.errors["message"] = _(
                "Say in one line why it is refused, with at most %(most)s characters."
            ) % {"most": MAX_MESSAGE}
            return None


def one_of(known: Iterable[Word], word: str | None) -> Word | None:
    return next((one for one in known if one == word), None)


def number(text: str) -> float:
    """0, which is never allowed, for what is none."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return 0


def whens(kind: mischief.Kind) -> tuple[str, ...]:
    return ("always",) if kind in NEVER_ONCE else ("once", "always")


def switches(form: WishForm | None = None) -> list[dict[str, Any]]:
    """Every switch, the one that was clicked with what was typed and what is wrong with it."""
    return [switch(kind, form if form and form.data.get("kind") == kind else None) for kind in OFS]


def switch(kind: mischief.Kind, form: WishForm | None) -> dict[str, Any]:
    row, data = SWITCHES[kind], form.data if form else QueryDict()
    return {
        "kind": kind,
        "icon": row.icon,
        "title": row.title,
        "text": row.text,
        "ofs": [{"value": of, "label": OF_WORDS[of]} for of in OFS[kind]],
        "of": data.get("of", OFS[kind][0]),
        "whens": whens(kind),
        "seconds": data.get("seconds", "5"),
        "message": data.get("message", _("The source is not available")),
        "errors": form.errors if form else {},
    }


# --- What stands --------------------------------------------------------------------------


def standing() -> list[dict[str, str]]:
    """What the sandbox is told, each in a sentence with its place."""
    wishes = mischief.standing(settings.SANDBOX)
    return [{"kind": row.kind, "of": row.of, "text": said(row)} for row in wishes]


def said(wish: Wish) -> str:
    row = SWITCHES[wish.kind]
    return str(row.once if wish.once else row.always) % {
        "of": OF_WORDS[wish.of],
        "message": wish.message,
        "seconds": f"{wish.seconds:g}",
    }


# --- Tasks as they truly are ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A task of the sandbox, and our own row of it."""

    truth: Truth
    task: MixTask


def rehearsed(user: User) -> list[Rehearsed]:
    """The reader's own tasks at the sandbox, also such as lost their answer; the newest first.

    Raises OSError or sqlite3.Error where the sandbox's file of tasks cannot be read.
    """
    if not accidents.has_started(settings.SANDBOX):
        return []
    own = MixTask.objects.for_user(user).filter(cloud=configured.SANDBOX)
    rows = own.select_related("workspace").prefetch_related("operations__person")[:MAX_KNOWN]
    # A push whose answer was lost has its name alone; an older task may have had it, too.
    known = {key: row for row in reversed(rows) for key in (row.name, row.task_id) if key}
    with accidents.open_tasks(settings.SANDBOX) as tasks:
        truths = tasks.truth(known)[:MAX_SHOWN]
    return [
        Rehearsed(truth, known[truth.task_id if truth.task_id in known else truth.name])
        for truth in truths
    ]


def task_row(row: Rehearsed) -> dict[str, Any]:
    truth = row.truth
    ends_in = "" if truth.ends_in is None else duration(timedelta(seconds=int(truth.ends_in)))
    state = PHASE_OF_STATUS.get(truth.status, Phase.OTHER)
    return {
        "task": row.task,
        "task_id": truth.task_id,
        "state": state.value,
        "is_over": truth.is_over,
        "runs": state is Phase.ON_AIR,
        "versions": versions(truth),
        "failed": truth.applied < truth.accepted,
        "sources": [{"id": name, "lost": name in truth.lost} for name in truth.sources],
        "has_lost": bool(truth.lost),
        "ends_in": ends_in,
        "believed": row.task.phase.value,
        "word": row.task.status,
    }


def versions(truth: Truth) -> str:
    return _("version %(applied)d of %(accepted)d") % {
        "applied": truth.applied,
        "accepted": truth.accepted,
    }
