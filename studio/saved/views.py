"""The pages of saved sources, logos and destinations: everybody looks, editors keep them, and
operators the destinations.
"""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from studio.accounts.access import Request, current_workspace, get_owned, may, require_role
from studio.accounts.models import Role, Workspace
from studio.accounts.places import place
from studio.editor.views.uploads import MAX_BYTES, at_public_address, too_large, unreachable
from studio.library.models import Saved, Sort, Upload, UploadsFull
from studio.library.wording import OF_UPLOADS, UPLOADS_FULL
from studio.media import BadPicture
from studio.pages.answers import page
from studio.pages.versions import StaleVersion, changed_meanwhile, shown_version
from studio.rules.problems import InvalidDocument
from studio.saved import changes
from studio.saved.forms import SavedForm, name_taken
from studio.saved.rows import TABS, is_masked, rows_of, shown_url
from studio.saved.uses import Uses, uses_of

LIST, FORM, DELETE = (f"saved/{name}.html" for name in ("list", "form", "delete"))
LONGEST_SEARCH = 100


@never_cache
@require_safe
def saved(request: Request) -> HttpResponse:
    """Those of one `sort`, sources unless it says; `q` are words that their names hold."""
    workspace, sort = current_workspace(request), sort_of(request)
    words = request.GET.get("q", "")[:LONGEST_SEARCH]
    can_edit = may(request.user, workspace, Role.EDITOR)
    rows = rows_of(workspace, sort, words, ask=can_edit)
    context = {
        "sort": sort,
        "tabs": TABS.items(),
        "words": words,
        "rows": rows,
        "is_fetching": any(row.is_fetching for row in rows),
        "may_keep": may(request.user, workspace, sort.role),
    }
    return page(request, LIST, "found", context)


def sort_of(request: Request) -> Sort:
    """Raises Http404 for what there is none of."""
    try:
        return Sort(request.GET.get("sort") or Sort.SOURCE)
    except ValueError:
        raise Http404 from None


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    workspace, sort = current_workspace(request), sort_of(request)
    require_role(request, workspace, sort.role)
    form = SavedForm(workspace, sort, *sent(request))
    if not form.is_valid():
        return filled(request, form)
    url = uploaded(request, workspace, form)
    try:
        made = None if form.errors else changes.add(workspace, request.user, sort, form.values(url))
    except IntegrityError:
        form.add_error("name", name_taken())
        made = None
    if made is None:
        return filled(request, form)
    messages.success(request, _("“%(name)s” is saved.") % {"name": made.name})
    if url and not settings.PUBLIC_URL:
        messages.warning(request, unreachable())
    return back(request, sort)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Its name and address, with what has the address, which goes on having it unless it is told
    to follow. 409 where somebody changed it meanwhile.
    """
    own = kept(request, pk)
    sort, uses = Sort(own.sort), uses_in(own)
    form = SavedForm(own.workspace, sort, *sent(request), own=own)
    if not form.is_valid():
        return filled(request, form, uses)
    url = uploaded(request, own.workspace, form)
    if form.errors:
        return filled(request, form, uses)
    chosen = [one for one in form.cleaned_data["templates"] if one in uses.templates]
    try:
        followed = changes.change(
            own, shown_version(request), form.values(url), request.user, chosen
        )
    except IntegrityError:
        form.add_error("name", name_taken())
        return filled(request, form, uses)
    except InvalidDocument:
        refused = _("One of these templates can’t be read, so nothing was changed.")
        return filled(request, form, uses, refused=refused)
    except StaleVersion:
        return stale(request, form)
    messages.success(request, said_of_change(own, followed))
    return back(request, sort)


def said_of_change(own: Saved, followed: int) -> str:
    if not followed:
        return _("“%(name)s” is changed. Nothing on air is.") % {"name": own.name}
    said = ngettext(
        "“%(name)s” is changed. Nothing on air is. %(count)d template has the new address.",
        "“%(name)s” is changed. Nothing on air is. %(count)d templates have the new address.",
        followed,
    )
    return said % {"name": own.name, "count": followed}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The question before one is deleted, with what has its address and keeps it; and that."""
    own = kept(request, pk)
    context = {"saved": own, "url": shown_url(own), "uses": uses_in(own)}
    if request.method != "POST":
        return render(request, DELETE, context)
    sort = Sort(own.sort)
    try:
        changes.delete(own, shown_version(request))
    except StaleVersion:
        context |= {"saved": Saved.objects.filter(pk=pk).first() or own}
        context |= {"refused": changed_meanwhile()}
        return render(request, DELETE, context, status=HTTPStatus.CONFLICT)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": own.name})
    return back(request, sort)


# --- What they share ------------------------------------------------------------------------


def kept(request: Request, pk: uuid.UUID) -> Saved:
    """One that whoever asks may change."""
    own = get_owned(Saved.objects.all(), request, pk)
    require_role(request, own.workspace, Sort(own.sort).role)
    return own


def uses_in(own: Saved) -> Uses:
    return uses_of(own.workspace, [own.url]).get(own.url, Uses())


def sent(request: Request) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def uploaded(request: Request, workspace: Workspace, form: SavedForm) -> str:
    """The address of the file that was sent, "" without one; what is wrong with it is said beside
    its field.
    """
    file = form.cleaned_data.get("file")
    if not file:
        return ""
    if file.size > MAX_BYTES:
        form.add_error("file", too_large())
        return ""
    try:
        made = Upload.objects.take(workspace, request.user, file.read())
    except BadPicture as bad:
        form.add_error("file", str(OF_UPLOADS[bad.code]))
        return ""
    except UploadsFull:
        form.add_error("file", str(UPLOADS_FULL))
        return ""
    return at_public_address(request, made.public_path(str(file.name)))["url"]


def stale(request: Request, form: SavedForm) -> HttpResponse:
    """What was typed, beside what it is by now; of one that is gone a new one can be made."""
    assert form.own
    now = Saved.objects.filter(pk=form.own.pk).first()
    if now is None:
        gone, form.own = said_of_gone(form, form.own), None
        return filled(request, form, refused=gone)
    changed = _(
        "Somebody else has changed it meanwhile: it is “%(name)s” now, and its address %(url)s. "
        "Nothing was changed; saved again, yours takes the place of theirs."
    )
    form.own = now
    refused = changed % {"name": now.name, "url": shown_url(now)}
    return filled(request, form, uses_in(now), now.version, refused=refused)


def said_of_gone(form: SavedForm, own: Saved) -> str:
    """What was masked went with it: a mask that is saved again stands for nothing."""
    if is_masked(own) and form.says_own(form.data.get("url", "")):
        return _("It was deleted meanwhile. Enter its address anew, and it is saved as a new one.")
    return _("It was deleted meanwhile. Saved again, it becomes a new one.")


def filled(
    request: Request,
    form: SavedForm,
    uses: Uses | None = None,
    shown: int | None = None,
    *,
    refused: str = "",
) -> HttpResponse:
    """The form, with what is wrong with it beside its fields. It goes on being based on the version
    that it was opened with, unless another one is `shown`.
    """
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    own = form.own
    if own and shown is None:
        shown = shown_version(request) if form.is_bound else own.version
    context = {
        "form": form,
        "sort": form.sort,
        "saved": own,
        "version": shown,
        "url": shown_url(own) if own else "",
        "is_masked": own and is_masked(own),
        "may_reveal": own and may_reveal(request, own),
        "uses": uses,
        "refused": refused,
        "followed": {str(key) for key in form["templates"].value() or ()} if own else set(),
    }
    return render(request, FORM, context, status=HTTPStatus.CONFLICT if refused else status)


def may_reveal(request: Request, own: Saved) -> bool:
    return is_masked(own) and may(request.user, own.workspace, Role.OPERATOR)


def back(request: Request, sort: Sort) -> HttpResponse:
    """To the list of what was just changed."""
    return redirect(place(request, "saved", sort=sort.value))
