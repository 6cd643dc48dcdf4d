"""One of everything that a page can show, and where it is seen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from studio.accounts.models import Invitation, Role, User, Workspace
from studio.editor.models import LayoutTemplate, ShareLink, TemplateVersion
from studio.editor.models.imported import ImportedFile, Origin
from studio.library.models import Sort
from studio.mixes.models import Look, MixTask, Operation, State
from studio.mixes.models.tallylink import TallyLink
from studio.rules import codec
from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests import builders
from tests.accounts.people import with_authenticator, with_passkey, with_password
from tests.builders import Cast
from tests.mixes.history.past import moved, pushed, stopped, taken

LOGO = Logo(url="https://pictures.example.com/logo.png", box=Box(1800, 20, 90, 90))
# Past the scene's edge and odd: problems are shown too.
RULES = builders.document(
    Box(200, 100, 641, 360), Box(1600, 500, 400, 300), width=1919, logos=(LOGO,)
)


def material(cast: Cast) -> tuple[list[str], dict[str, dict[str, str]]]:
    """Fills the cast's workspace. The paths to begin with, from which links lead on; and by who
    sees them, those of what no link leads to, each by what is there.
    """
    Workspace.objects.open_for(cast.owner, "Champions League rehearsals")
    library(cast)
    # The first made, as whoever follows links takes the newest of each kind.
    unreadable = builders.template(cast.workspace, RULES, name="From last year", user=cast.owner)
    LayoutTemplate.objects.filter(pk=unreadable.pk).update(rules={})
    template = kept_in_versions(cast)
    tasks = {"task": on_air(cast, template), **other_tasks(cast)}
    begin = [
        reverse("templates"),
        reverse("task", args=[tasks["task"].pk]),
        reverse("start"),
        reverse("api-reference"),
    ]
    return begin, {
        "owner": {
            "template-edit": reverse("template-edit", args=[template.pk]),
            "template-versions": reverse("template-versions", args=[template.pk]),
            **{name: reverse("task", args=[task.pk]) for name, task in tasks.items()},
            "409": reverse("template-edit", args=[unreadable.pk]),
            "404": reverse("template-edit", args=[uuid4()]),
        },
        "teammate": guarded(cast.teammate),
        "nobody": dict(shown_to_anybody(cast, template, tasks["task"])),
    }


def guarded(person: User) -> dict[str, str]:
    """With every second factor there is."""
    with_password(person)
    with_authenticator(person)
    with_passkey(person)
    names = ("account", "account_reauthenticate", "mfa_reauthenticate_webauthn")
    return {name: reverse(name) for name in names}


def library(cast: Cast) -> None:
    for name in ("1.jpg", "2.jpg", "logo.png"):
        builders.frame(cast.workspace, f"https://pictures.example.com/{name}")
    builders.saved(cast.workspace)
    builders.saved(cast.workspace, Sort.LOGO, name="Bug")
    builders.saved(cast.workspace, Sort.DESTINATION, name="Stage", url=RULES.output.urls[0])
    now = timezone.now()
    keys = ("AKLTKEYSOFATESTab12", "secret")
    builders.paid_cloud(cast.workspace, keys=keys, tested_at=now)


def kept_in_versions(cast: Cast) -> LayoutTemplate:
    """A template as it was pushed, and as it was before."""
    template = builders.template(cast.workspace, RULES, user=cast.owner)
    template.set_tags(["evening", "sport"])
    for by in (10, 20):
        template.keep_version(TemplateVersion.Reason.PUSH, cast.operator)
        template.replace(template.version, moved(RULES, by), {}, cast.owner)
    template.replace(template.version, RULES, {}, cast.owner)
    data = json.dumps(codec.write(RULES)).encode()
    file = ImportedFile.objects.keep(cast.workspace, cast.owner, "show.json", "mixedrules", data)
    Origin.objects.create(template=template, file=file)
    return template


def on_air(cast: Cast, template: LayoutTemplate) -> MixTask:
    """A task that has shown two looks, with a third in preview."""
    push = pushed(cast, RULES, name="Thursday talk show")
    taken(push, moved(RULES, 10), state=State.REFUSED, error_code="400", error_message="taken")
    taken(push, moved(RULES, 20))
    MixTask.objects.filter(pk=push.task.pk).update(template=template)
    task = MixTask.objects.get(pk=push.task.pk)
    Look.objects.append(task, "Evening news", moved(RULES, 30), cast.owner, template)
    task.prepare(moved(RULES, 40), "Evening news", cast.owner)
    return task


def other_tasks(cast: Cast) -> dict[str, MixTask]:
    """What somebody changed elsewhere; a push of which nothing is known; what is over."""
    drifted, unknown, over = (pushed(cast, RULES, name=name) for name in ("noon", "five", "nine"))
    drift = MixTask.objects.get(pk=drifted.task.pk)
    drift.drifted_at, drift.drift_version, drift.drift = timezone.now(), 3, moved(RULES, 50)
    drift.save()
    MixTask.objects.filter(pk=unknown.task.pk).update(task_id="", status="", on_air_at=None)
    a_while_ago = timezone.now() - timedelta(minutes=5)
    Operation.objects.filter(pk=unknown.pk).update(
        state=State.UNKNOWN, sent_at=a_while_ago, settled_at=None, inquiries=4
    )
    stopped(over)
    cloud = drift.cloud
    MixTask.objects.create(
        workspace=cast.workspace, cloud=cloud, title="elsewhere", name="elsewhere", status="runing",
        task_id=uuid4().hex[:16], seen_at=timezone.now(), on_air_at=timezone.now(),
    )  # fmt: skip
    named = {"task, changed elsewhere": drifted, "task, unknown": unknown, "task, over": over}
    return {name: MixTask.objects.get(pk=push.task.pk) for name, push in named.items()}


def shown_to_anybody(
    cast: Cast, template: LayoutTemplate, task: MixTask
) -> Iterator[tuple[str, str]]:
    for name in ("account_login", "password-forgotten", "mfa_login_webauthn", "readyz"):
        yield name, reverse(name)
    yield "invitation, none", reverse("invitation")
    invitation = Invitation.objects.issue(cast.workspace, cast.owner, Role.EDITOR, 7)
    yield "invitation", f"{reverse('invitation')}#t={invitation}"
    tally = TallyLink.objects.issue(task, cast.owner, 1)
    yield "tally-shared", reverse("tally-shared", args=[task.pk, tally])
    yield "shared", reverse("shared", args=[ShareLink.objects.issue(template, cast.owner, 1)])
    yield "password-new", reverse("password-new", args=["MQ", "used"])
    yield "shared, over", reverse("shared", args=["over"])
