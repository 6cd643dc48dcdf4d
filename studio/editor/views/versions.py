"""The versions of a template: their list, one beside another, and going back to one."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from studio import compositor
from studio.accounts.access import Request, get_owned, may
from studio.accounts.bearer import for_tokens
from studio.accounts.models import Role, Scope
from studio.cache import Cache
from studio.documents import pictures
from studio.editor import versions
from studio.editor.models import LayoutTemplate, TemplateVersion
from studio.editor.thumbnails import WIDTH
from studio.editor.versions import NameForm
from studio.editor.views.downloads import undrawable
from studio.library.pictures import MEBIBYTE, stamp_of
from studio.pages.numbers import number
from studio.pages.versions import StaleVersion

# A version never changes, and its page is looked at by several people in a row.
PICTURES: Cache[bytes] = Cache(8 * MEBIBYTE, len)


def shown_template(request: Request, pk: UUID) -> LayoutTemplate:
    rows = LayoutTemplate.objects.kept().defer("editor_state", "former_secrets")
    return get_owned(rows.select_related("updated_by"), request, pk)


def edited_template(request: Request, pk: UUID) -> LayoutTemplate:
    return get_owned(LayoutTemplate.objects.kept(), request, pk, Role.EDITOR)


def kept_version(template: LayoutTemplate, key: int) -> TemplateVersion:
    return get_object_or_404(template.versions.select_related("user"), pk=key)


@for_tokens(Scope.READ)
@require_safe
def listed(request: Request, pk: UUID) -> HttpResponse:
    """One page of them, newest first; 422 for a place that can't be read."""
    template = shown_template(request, pk)
    before = request.GET.get("before", "")
    if before and number(before) is None:
        wrong = _("This part of the list is not there.")
        return list_page(request, template, wrong=wrong, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return list_page(request, template, before=number(before))


def list_page(
    request: Request,
    template: LayoutTemplate,
    *,
    before: int | None = None,
    form: NameForm | None = None,
    wrong: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    rows, last = versions.page(template, request.user, before)
    context = {
        "template": template,
        "rows": rows,
        "last": last,
        "is_first": before is None,
        "form": form or NameForm(),
        "wrong": wrong,
        "can_edit": may(request.user, template.workspace, Role.EDITOR),
    }
    return render(request, "editor/versions/list.html", context, status=status)


@for_tokens(Scope.EDIT)
@require_POST
def keep(request: Request, pk: UUID) -> HttpResponse:
    """Keeps what the template holds now, under the posted `name`; 409 where it is no longer at the
    posted `version`.
    """
    template = edited_template(request, pk)
    form = NameForm(request.POST)
    if not form.is_valid():
        return list_page(request, template, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    with transaction.atomic():
        held = LayoutTemplate.objects.select_for_update().get(pk=template.pk)
        if held.version == number(request.POST.get("version", "")):
            kept = held.keep_by_name(form.cleaned_data["name"])
            told = {"number": kept.version, "name": kept.name}
            messages.success(request, _("Version %(number)d is kept as “%(name)s”.") % told)
            return redirect("template-versions", template.pk)
    wrong = _("The template was changed meanwhile. Look at what it is now: nothing was kept.")
    template = edited_template(request, pk)
    return list_page(request, template, form=form, wrong=wrong, status=HTTPStatus.CONFLICT)


@for_tokens(Scope.READ)
@require_safe
def version(request: Request, pk: UUID, key: int) -> HttpResponse:
    """One of them beside another: that of `with`, or what the template holds now."""
    template = shown_template(request, pk)
    return version_page(request, template, kept_version(template, key))


def version_page(
    request: Request,
    template: LayoutTemplate,
    kept: TemplateVersion,
    form: NameForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    this = versions.shown(kept, template, request.user)
    other = compared_with(request, template)
    pair = [this, other] if other.key is None or other.key > kept.pk else [other, this]
    said = versions.difference(*pair)
    context = {
        "template": template,
        "this": this,
        "pair": pair,
        "said": said and said[: versions.MOST_SAID],
        "unsaid": max(0, len(said or ()) - versions.MOST_SAID),
        "is_the_same": said is not None and not said,
        "other": other,
        "offered": versions.offered(template, kept.pk, other.key),
        "form": form or NameForm(initial={"name": kept.name}, may_be_empty=True),
        "can_edit": may(request.user, template.workspace, Role.EDITOR),
    }
    return render(request, "editor/versions/version.html", context, status=status)


def compared_with(request: Request, template: LayoutTemplate) -> versions.Version:
    asked = request.GET.get("with", "")
    if not asked:
        return versions.now(template, request.user)
    key = number(asked)
    if key is None:
        raise Http404
    return versions.shown(kept_version(template, key), template, request.user)


@for_tokens(Scope.EDIT)
@require_POST
def name(request: Request, pk: UUID, key: int) -> HttpResponse:
    """Gives it the posted `name`, or none: one that has a name is kept for good."""
    template = edited_template(request, pk)
    kept = kept_version(template, key)
    form = NameForm(request.POST, may_be_empty=True)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return version_page(request, template, kept, form, status)
    template.name_version(kept, form.cleaned_data["name"])
    told = {"number": kept.version, "name": kept.name}
    sentence = _("Version %(number)d is called “%(name)s”.") if kept.name else ""
    messages.success(request, (sentence or _("Version %(number)d has no name.")) % told)
    return redirect("template-version", template.pk, kept.pk)


@for_tokens(Scope.EDIT)
@require_POST
def restore(request: Request, pk: UUID, key: int) -> HttpResponse:
    """Makes it the template's next version; 409 where that is no longer at `version`, which is
    posted, or in the address of the message's Undo.
    """
    template = edited_template(request, pk)
    kept = kept_version(template, key)
    asked = request.POST.get("version") or request.GET.get("version", "")
    try:
        before = template.go_back_to(kept, number(asked) or 0, request.user)
    except StaleVersion:
        wrong = _("The template was changed meanwhile. Look at what it is now: nothing was done.")
        template = edited_template(request, pk)
        return list_page(request, template, wrong=wrong, status=HTTPStatus.CONFLICT)
    undo = reverse("template-version-restore", args=[template.pk, before.pk])
    messages.success(
        request,
        _("Version %(old)d is back, as version %(new)d.")
        % {"old": kept.version, "new": template.version},
        extra_tags=f"{undo}?version={template.version}",
    )
    return redirect("template-versions", template.pk)


@for_tokens(Scope.READ)
@require_safe
def picture(request: Request, pk: UUID, key: int) -> HttpResponse:
    """A small JPEG of it, with the pictures of its sources as they are now."""
    template = shown_template(request, pk)
    kept = kept_version(template, key)
    stamp = f"{kept.pk} {stamp_of(template.workspace, kept.rules, kept.state.chosen)}"
    etag = f'"{hashlib.sha256(stamp.encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            data = PICTURES.made(etag, lambda: drawn(template, kept))
        except compositor.Undrawable:
            return undrawable()
        response = HttpResponse(data, content_type="image/jpeg")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def drawn(template: LayoutTemplate, kept: TemplateVersion) -> bytes:
    return pictures.draw(template.workspace, kept.rules, "jpeg", state=kept.state, width=WIDTH)
