"""Preparing the next look, which changes nothing on air, and taking it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_POST, require_safe

from studio.accounts.access import Request, get_owned
from studio.accounts.bearer import for_tokens
from studio.accounts.models import Scope, User
from studio.documents.checking import check
from studio.documents.jpegs import etag_of, picture_of
from studio.editor.models import TemplateVersion
from studio.library.chosen import wanted_by
from studio.library.models import Frame
from studio.mixes.control.answers import act, answer, operated
from studio.mixes.control.choosing import chosen
from studio.mixes.models import MixTask, Operation, Take
from studio.mixes.models.record import ClickReused
from studio.mixes.models.take import Overtaken, UnderWay
from studio.mixes.words.clicks import click_key, fingerprint
from studio.mixes.words.connections import why_closed
from studio.pages.answers import Refusal
from studio.pages.numbers import number
from studio.rules.document import MixedRules
from studio.rules.problems import InvalidDocument, verdict


@for_tokens(Scope.PREPARE)
@require_POST
@act(operated)
def prepare(request: Request, task: MixTask) -> None:
    """Put a look, a template, a version or what was on air before into preview; or clear it."""
    check_can_prepare(task)
    if "clear" in request.POST:
        task.prepare(None, "", request.user)
        return
    put_in_preview(request.user, task, request.POST)


def put_in_preview(person: User, task: MixTask, posted: Mapping[str, str]) -> None:
    """What a form chooses. Raises 404."""
    ask_pictures(task, prepare_chosen(person, task, posted))


def prepare_chosen(person: User, task: MixTask, posted: Mapping[str, str]) -> MixedRules:
    title, rules, look = chosen(posted, task)
    task.prepare(rules, title, person, look)
    return rules


def ask_pictures(task: MixTask, rules: MixedRules) -> None:
    """Those of its sources; in no transaction with others, which may ask for the same."""
    Frame.objects.ask(task.workspace, wanted_by(rules))


def check_can_prepare(task: MixTask) -> None:
    """Raises Refusal."""
    if task.is_over or task.output is None:
        raise Refusal(_("Nothing can be prepared for this task."))


@for_tokens(Scope.AIR)
@require_POST
@act(operated)
def take(request: Request, task: MixTask) -> HttpResponse | None:
    """Put the preview on air, if it still is what the page showed, after what it showed.

    A take that nobody has armed is armed by this click, and answered with a form that takes.
    """
    if request.POST.get("armed") != "1":
        return answer(request, task.pk, armed=True)
    record_take(request.user, task, request.POST).wake()
    keep_version(request.user, task)
    return None


def record_take(person: User, task: MixTask, posted: Mapping[str, str]) -> Operation:
    """The row of this click: what is on air and in preview as it was shown (`after`, `version`,
    `shown`), and its `key`. Raises Refusal.
    """
    if why := why_closed(task.cloud, person):
        raise Refusal(why)
    seating = task.seated()
    if seating is None or task.is_over:
        raise Refusal(_("Nothing can be taken here now."))
    if posted.get("shown") != fingerprint(seating.document):
        raise Refusal(_("The preview has changed. Look at it again before you take it."))
    key, typed = click_key(posted.get("key", "")), posted.get("after", "")
    after = click_key(typed)
    if not key or bool(after) != bool(typed):
        raise Refusal(_("This page is out of date. Load it again."))
    if verdict(check(seating.document)) == "error":
        raise Refusal(_("The look in preview has errors."), HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        return Take.click(
            task=task,
            person=person,
            rules=seating.document,
            title=task.next_title,
            key=key,
            after=uuid.UUID(after) if after else None,
            version=number(posted.get("version", "")) or 0,
        )
    except Overtaken as error:
        raise Refusal(overtaken(error.by)) from None
    except UnderWay:
        raise Refusal(_("What viewers see is not settled yet. Nothing was sent.")) from None
    except ClickReused:
        raise Refusal(_("This page has taken something else already. Look again.")) from None
    except InvalidDocument:
        raise Refusal(_("The task’s output is not known here.")) from None


def keep_version(person: User, task: MixTask) -> None:
    """What was taken is kept among its template's versions."""
    look = task.next_look
    if look and look.template and not look.is_behind:
        look.template.keep_version(TemplateVersion.Reason.TAKE, person)


def overtaken(by: Operation | None) -> str:
    if by is None or by.person is None:
        return _("The task was changed meanwhile. Look again: nothing was sent.")
    return _("%(name)s took “%(title)s” meanwhile. Look again: nothing was sent.") % {
        "name": by.person.called(),
        "title": by.title,
    }


def preview_stamp(request: Request, pk: uuid.UUID) -> str | None:
    task = get_owned(MixTask.objects.all(), request, pk)
    seating = task.seated()
    return etag_of(task.workspace, seating.document) if seating else None


@for_tokens(Scope.READ)
@require_safe
@condition(etag_func=preview_stamp)
def preview(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What the next take would show."""
    task = get_owned(MixTask.objects.all(), request, pk)
    seating = task.seated()
    if seating is None:
        raise Http404
    return picture_of(task.workspace, seating.document)
