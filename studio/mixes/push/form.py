"""The push dialog: what would be sent, where to, and every reason why it can't be."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from studio.accounts.models import User, Workspace
from studio.documents.checking import check
from studio.documents.facts import addresses, facts, problem_rows
from studio.documents.naming import aside_name
from studio.documents.sound import sound_of
from studio.documents.wording import sentence
from studio.editor.models import LayoutTemplate
from studio.library.models import Saved, Sort
from studio.mixes.clouds.connections import Connection
from studio.mixes.models import MixTask
from studio.mixes.models.push import suggested_name
from studio.mixes.words.clicks import click_key, fingerprint
from studio.mixes.words.connections import why_closed
from studio.rules.checks import check_name
from studio.rules.document import MixedRules
from studio.rules.paths import PUSH_URLS
from studio.rules.redaction import redact_push


@dataclass(frozen=True, kw_only=True, slots=True)
class Pushable:
    """What a push dialog is about: a template, or what a task shows or showed.

    `version` names the document as the dialog showed it; `cloud` is where it went before, None of
    what goes to the usual one.
    """

    title: str
    rules: MixedRules
    version: str
    workspace: Workspace
    picture: str
    action: str
    cloud: Connection | None
    template: LayoutTemplate | None
    saved_at: datetime | None = None
    parked: list[str] = field(default_factory=list)
    takes_urls: bool = False


def of_template(template: LayoutTemplate) -> Pushable:
    picture = reverse("template-thumbnail", args=[template.pk])
    return Pushable(
        title=template.name,
        rules=template.rules,
        version=str(template.version),
        workspace=template.workspace,
        picture=f"{picture}?v={template.version}",
        action=reverse("push", args=[template.pk]),
        cloud=None,
        template=template,
        saved_at=template.updated_at,
        parked=[aside_name(one) for one in template.state.parked],
    )


def of_task(task: MixTask) -> Pushable | None:
    """The look a task shows last, with the Output it was pushed with; None if that is unknown."""
    pushed = task.push.document if task.push else None
    output = pushed.output if pushed else task.output
    if task.shown is None or output is None:
        return None
    rules = task.shown.with_output(output)
    return Pushable(
        title=task.program_title or task.title,
        rules=rules,
        version=fingerprint(rules),
        workspace=task.workspace,
        picture=reverse("task-program", args=[task.pk]),
        action=reverse("task-push", args=[task.pk]),
        cloud=task.cloud,
        template=task.template,
        takes_urls=True,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """A connection as the dialog offers it; `why_not` is "" where this person may push there."""

    cloud: Connection
    why_not: str

    @property
    def stamp(self) -> str:
        """Names it as it was shown."""
        return f"{self.cloud.pk}:{self.cloud.version}"


def choices(pushable: Pushable, user: User) -> list[Choice]:
    clouds = Connection.objects.of(pushable.workspace)
    return [Choice(cloud=cloud, why_not=why_closed(cloud, user)) for cloud in clouds]


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A saved destination as the dialog offers it, with the names of the tasks that push there now;
    one that no key opens can't be chosen.
    """

    saved: Saved
    is_chosen: bool
    tasks: list[str]

    @property
    def shown(self) -> str:
        return redact_push(self.saved.url)

    @property
    def stamp(self) -> str:
        """Names it as it was shown."""
        return stamp_of(self.saved)


def stamp_of(saved: Saved) -> str:
    return f"{saved.pk}:{saved.version}"


class PushForm:
    """Something about to be pushed. Unbound it proposes a name; bound it checks the click.

    `status` is the answer to an invalid click: 409 for a version of the document or of the
    connection that is no longer the one shown, else 422.
    """

    def __init__(self, pushable: Pushable, user: User, data: QueryDict | None = None) -> None:
        self.pushable = pushable
        self.choices = choices(pushable, user)
        self.data = data
        saved = Saved.objects.of(pushable.workspace, Sort.DESTINATION)
        self.destinations = [one for one in saved if one.url]
        self.rules = with_urls(pushable.rules, [*self.chosen_urls, *self.typed_urls])
        # One cloud that is elsewhere among those it may go to, and they are told as for that one.
        beside = all(choice.cloud.is_sandbox for choice in self.choices if not choice.why_not)
        self.problems = check(self.rules, beside=beside)
        self.status = 422
        self.refused = ""
        self.name_error = ""

    def posted(self, field: str, otherwise: str = "") -> str:
        return otherwise if self.data is None else str(self.data.get(field, otherwise))

    @property
    def typed_urls(self) -> list[str]:
        """Push addresses typed in place of the ones it had, one a line."""
        typed = self.posted("urls") if self.pushable.takes_urls else ""
        return [line.strip() for line in typed.splitlines() if line.strip()]

    @property
    def chosen(self) -> list[str]:
        """Destinations that were ticked in place of the addresses it had, as they were shown."""
        return [] if self.data is None else [str(key) for key in self.data.getlist("destination")]

    @property
    def chosen_urls(self) -> list[str]:
        return [one.url for one in self.destinations if stamp_of(one) in self.chosen]

    @property
    def name(self) -> str:
        return self.posted("name", suggested_name(self.pushable.title)).strip()

    @property
    def choice(self) -> Choice:
        """Where it goes: as chosen, or else where it would go by itself."""
        key = self.posted("cloud").partition(":")[0]
        posted = (one for one in self.choices if str(one.cloud.pk) == key)
        return next(posted, None) or self.usual

    @property
    def usual(self) -> Choice:
        free = [one for one in self.choices if not one.why_not]
        before = (one for one in free if one.cloud == self.pushable.cloud)
        return next(before, None) or (free or self.choices)[0]

    @property
    def cloud(self) -> Connection:
        return self.choice.cloud

    @property
    def key(self) -> str:
        """Names one click, so that its repetition is not a second push; "" where it is none."""
        return str(uuid.uuid4()) if self.data is None else click_key(self.posted("key"))

    def is_valid(self) -> bool:
        assert self.data is not None
        if self.data.get("version") != self.pushable.version:
            self.status = 409
            self.refused = _("It has changed since this dialog was opened. Look at it again first.")
        elif not self.key:
            self.refused = _("This dialog is out of date. Close it and open it again.")
        elif len(self.chosen_urls) < len(set(self.chosen)):
            self.status = 409
            self.refused = _(
                "A destination was changed since this dialog was opened: look again first."
            )
        else:
            self.check_cloud()
        wrong = next((row for row in check_name(self.name) if row.severity == "error"), None)
        self.name_error = sentence(wrong) if wrong else ""
        return not (self.refused or self.name_error or self.errors)

    def check_cloud(self) -> None:
        """Whether what was chosen is there, is as it was shown, and open to this person."""
        chosen = self.posted("cloud", self.choice.stamp)
        if not chosen.startswith(f"{self.cloud.pk}:"):
            self.refused = _("This cloud is not set up. Choose another.")
        elif chosen != self.choice.stamp:
            self.status = 409
            self.refused = _(
                "The cloud was changed since this dialog was opened: look again first."
            )
        else:
            self.refused = self.choice.why_not

    def refuse_reused_click(self) -> None:
        self.status = 409
        self.refused = _(
            "This dialog has pushed something else already. Close it and look at the tasks."
        )

    @property
    def errors(self) -> list[dict[str, str]]:
        return problem_rows(self.problems, self.rules, "error")

    @property
    def can_be_mended(self) -> bool:
        """Whether all that is wrong may be the addresses, of which others can be given here."""
        at_addresses = all(row["path"].startswith(PUSH_URLS) for row in self.errors)
        return self.pushable.takes_urls or (bool(self.destinations) and at_addresses)

    @cached_property
    def running(self) -> list[tuple[str, set[str]]]:
        """The tasks at that cloud by name, each with the addresses that it pushes to now."""
        rows = MixTask.objects.filter(workspace=self.pushable.workspace, cloud=self.cloud)
        return [
            (f"{task.title} {task.suffix}", set(task.output.urls))
            for task in rows.known().without_documents()
            if task.output
        ]

    @property
    def busy(self) -> list[str]:
        """Tasks on what the dialog shows as its own and typed addresses."""
        return self.pushing_to(*self.pushable.rules.output.urls, *self.typed_urls)

    def pushing_to(self, *urls: str) -> list[str]:
        """Tasks that push to one of these addresses now, by name."""
        return [name for name, held in self.running if held.intersection(urls)]

    def context(self) -> dict[str, Any]:
        """What templates/mixes/push/push.html names."""
        return {
            "pushable": self.pushable,
            "key": self.key,
            "name": self.name,
            "name_error": self.name_error,
            "typed_urls": self.posted("urls"),
            "destinations": [
                Place(
                    saved=one,
                    is_chosen=stamp_of(one) in self.chosen,
                    tasks=self.pushing_to(one.url),
                )
                for one in self.destinations
            ],
            "can_be_mended": self.can_be_mended,
            "urls": addresses(self.pushable.rules),
            "facts": facts(self.rules),
            "sound": sound_of(self.pushable.workspace, self.rules),
            "errors": self.errors,
            "warnings": problem_rows(self.problems, self.rules, "warning"),
            "busy": self.busy,
            "refused": self.refused,
            "clouds": self.choices,
            "chosen": self.choice,
            "cloud": self.cloud.described(),
        }


def with_urls(rules: MixedRules, urls: list[str]) -> MixedRules:
    return replace(rules, output=replace(rules.output, urls=tuple(urls))) if urls else rules
