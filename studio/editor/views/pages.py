"""The pages of templates: the list, the editor, and what is done to a template as a whole."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from studio.accounts.access import Request, current_workspace, get_owned, may, require_role
from studio.accounts.bearer import for_tokens
from studio.accounts.models import Role, Scope
from studio.accounts.places import back_to
from studio.documents import veiling, wording
from studio.documents.checking import check
from studio.documents.veils import with_veils
from studio.editor.beginning import first_document
from studio.editor.models import LayoutTemplate
from studio.editor.page import acts, keys, presets
from studio.editor.page.acts import SHAPES
from studio.editor.page.words import words
from studio.editor.views.frames import first_frames
from studio.editor.views.gallery import refused
from studio.rules import checks, codec, limits


@for_tokens(Scope.EDIT)
@require_POST
def new(request: Request) -> HttpResponse:
    workspace = current_workspace(request)
    require_role(request, workspace, Role.EDITOR)
    template = LayoutTemplate.objects.start(
        workspace, request.user, _("New template"), first_document(workspace)
    )
    return redirect("template-edit", template.pk)


@gzip_page
@ensure_csrf_cookie
@require_safe
def edit(request: Request, pk: UUID) -> HttpResponse:
    """The editor. Whoever may only look gets the same page without its tools.

    It is compressed, so there is neither a key nor a token in it, whose characters its length
    would tell to whoever chose words beside them: the page's own script takes the token from its
    cookie, and the document comes by `opening`.
    """
    template = get_owned(LayoutTemplate.objects.kept(), request, pk)
    can_edit = may(request.user, template.workspace, Role.EDITOR)
    can_push = may(request.user, template.workspace, Role.OPERATOR)
    return render(
        request,
        "editor/edit.html",
        {
            "template": template,
            "can_edit": can_edit,
            "can_push": can_push,
            "acts": acts.acts(),
            "shapes": SHAPES,
            "help_groups": keys.groups(can_edit=can_edit),
            "page_data": {
                "id": template.pk,
                "person": request.user.pk,
                "canEdit": can_edit,
                "canPush": can_push,
                "csrfCookie": settings.CSRF_COOKIE_NAME,
                "urls": addresses(template),
            },
            "pictures": [str(one["frame"]["src"]) for one in first_frames(template)],
            "acts_data": acts.for_page(),
            "presets_data": presets.for_page(),
            "limits_data": limits.as_dict(),
            "words_data": words(),
        },
    )


@for_tokens(Scope.READ)
@require_safe
def opening(request: Request, pk: UUID) -> HttpResponse:
    """The template as it stands, for the editor to begin with; never compressed.

    Answer: {"version", "savedAt", "rules", "editorState", "problems", "frames"}, where a frame is
    what is asked of `frames` and what that answers.
    """
    template = get_owned(LayoutTemplate.objects.kept(), request, pk)
    can_edit = may(request.user, template.workspace, Role.EDITOR)
    return JsonResponse(
        {
            "version": template.version,
            "savedAt": template.updated_at,
            **work_for(template, can_edit=can_edit),
            "problems": wording.as_json(check(template.rules)),
        },
        headers={"Cache-Control": "no-store"},
    )


def work_for(template: LayoutTemplate, *, can_edit: bool) -> dict[str, Any]:
    """What the editor gets: every secret veiled, so that who edits it keeps it by a save."""
    frames = [{**one, "url": veiling.veiled(str(one["url"]))} for one in first_frames(template)]
    if can_edit:
        rules = with_veils(codec.write(template.rules))
        state = with_veils(template.editor_state)
        return {"rules": rules, "editorState": state, "frames": frames}
    return {
        "rules": veiling.veiled_rules(template.rules),
        "editorState": veiling.veiled_json(template.editor_state),
        "frames": frames,
    }


def addresses(template: LayoutTemplate) -> dict[str, str]:
    pk = template.pk
    return {
        "opening": reverse("template-opening", args=[pk]),
        "document": reverse("template-document", args=[pk]),
        "copy": reverse("template-copy"),
        "check": reverse("template-check", args=[pk]),
        "preview": reverse("template-preview", args=[pk]),
        "frames": reverse("template-frames", args=[pk]),
        "upload": reverse("template-upload", args=[pk]),
        "strap": reverse("template-strap", args=[pk]),
        "saved": reverse("template-saved", args=[pk]),
        "savedPage": f"{reverse('saved')}?workspace={template.workspace_id}",
        "push": reverse("push", args=[pk]),
        "mixedrules": reverse("template-mixedrules", args=[pk]),
        "fields": reverse("help-page", args=["fields"]),
    }


@for_tokens(Scope.EDIT)
@require_POST
def rename(request: Request, pk: UUID) -> HttpResponse:
    """Gives the template the posted `name`; scripts are answered in JSON, forms by the list."""
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.EDITOR)
    typed = request.POST.get("name", "")
    problems = checks.check_name(typed.strip())
    if problems:
        why = " ".join(wording.sentence(problem) for problem in problems)
        return refused(request, template, typed, why)
    template.set_name(typed.strip())
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"name": template.name, "message": ""})
    return back_to(request, "templates")


@for_tokens(Scope.EDIT)
@require_POST
def duplicate(request: Request, pk: UUID) -> HttpResponse:
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.EDITOR)
    template.duplicate(request.user)
    return back_to(request, "templates")


@for_tokens(Scope.EDIT)
@require_POST
def delete(request: Request, pk: UUID) -> HttpResponse:
    """Takes the template off the list; the message's Undo posts to its restore address."""
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.EDITOR)
    template.delete_softly()
    messages.success(
        request,
        _("“%(name)s” was deleted.") % {"name": template.name},
        extra_tags=reverse("template-restore", args=[template.pk]),
    )
    return back_to(request, "templates")


@for_tokens(Scope.EDIT)
@require_POST
def restore(request: Request, pk: UUID) -> HttpResponse:
    template = get_owned(LayoutTemplate.objects.all(), request, pk, Role.EDITOR)
    template.restore()
    return back_to(request, "templates")
