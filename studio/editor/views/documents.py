"""What the editor's page asks for while one works: save, copy, check."""

from __future__ import annotations

import re
from dataclasses import replace
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from studio.accounts.access import Request, admitted, current_workspace, get_owned, require_role
from studio.accounts.bearer import for_tokens
from studio.accounts.models import Role, Scope, User, name_of
from studio.documents import wording
from studio.documents.checking import check as check_rules
from studio.documents.checking import examine
from studio.documents.state import EditorState
from studio.documents.veils import with_veils, without_veils
from studio.editor.locks import broken_lock
from studio.editor.models import LayoutTemplate, Save
from studio.editor.views import requests
from studio.editor.views.requests import Unreadable, json_object, speaks_json
from studio.library.signed import signed_addresses
from studio.pages.versions import StaleVersion
from studio.rules import checks, codec
from studio.rules.document import Json, MixedRules
from studio.rules.limits import MAX_SAVED_BYTES

VERSION = re.compile(r'"([0-9]{1,15})"')


@for_tokens(Scope.EDIT)
@require_http_methods(["PUT"])
@speaks_json
def save(request: Request, pk: UUID) -> HttpResponse:
    """Saves the whole document, with problems or without; 409 if it is not based on the newest,
    422 if it moved what is locked, 413 if it is larger than any show.

    The document may hold veils of the template's secrets, as `opening` gave them; one that stands
    for nothing it holds is a problem, 422. The 409 carries what the server holds, veiled likewise,
    so that the browser can merge; the very work that was sent comes back in its own words. The
    secrets of that, and of an accepted save, are `told` as a 409 would tell them. A save whose
    answer was lost may be repeated: the same client and sequence are answered 200 again.
    """
    try:
        template = LayoutTemplate.objects.worked_at(pk, request.user)
    except LayoutTemplate.DoesNotExist:
        raise Http404 from None
    admitted(template, request, Role.EDITOR)
    sent = json_object(request, MAX_SAVED_BYTES)
    asked = read_save(request, sent, template)
    check_locks(asked.editor_state, asked.rules)
    try:
        template.save_document(asked, request.user)
    except StaleVersion:
        known = own_words(template, asked, sent)
        return JsonResponse(stale(template, request.user) | known, status=HTTPStatus.CONFLICT)
    problems = check_rules(asked.rules)
    return JsonResponse(
        {
            "version": template.version,
            "saved_at": template.updated_at,
            "told": told(asked),
            "problems": wording.as_json(problems),
        }
    )


@for_tokens(Scope.EDIT)
@require_POST
@speaks_json
def copy(request: Request) -> HttpResponse:
    """Saves a document as a template of its own: whole or not at all.

    Body: {"of", "name", "rules", "editor_state", "without_secrets"}. It comes to lie beside the
    template `of` whose work it is, which may be deleted; if that can't be seen any more, in one's
    own workspace. A document that was kept `without_secrets` gets push addresses and callback of
    that template. Answer: 201 with the copy's `url`.
    """
    body = json_object(request, MAX_SAVED_BYTES)
    origin = origin_of(request, body)
    workspace = origin.workspace if origin else current_workspace(request)
    require_role(request, workspace, Role.EDITOR)
    name = requests.field(body, "name", str).strip()
    if problems := checks.check_name(name):
        reason = " ".join(wording.sentence(problem) for problem in problems)
        raise Unreadable(reason, HTTPStatus.UNPROCESSABLE_ENTITY)
    held = origin.held() if origin else signed_addresses(workspace)
    rules, editor_state = requests.whole_work(body, held)
    if origin and requests.field(body, "without_secrets", bool):
        rules = with_secrets_of(origin.rules, rules)
    check_locks(editor_state, rules)
    made = LayoutTemplate.objects.start(workspace, request.user, name, rules, editor_state)
    return JsonResponse(
        {"url": reverse("template-edit", args=[made.pk])}, status=HTTPStatus.CREATED
    )


def origin_of(request: Request, body: dict[str, Json]) -> LayoutTemplate | None:
    """The template whose work it is, also a deleted one, if it is still the asker's to see."""
    try:
        pk = UUID(requests.field(body, "of", str))
    except ValueError:
        raise Unreadable(_("The request’s “of” is no UUID.")) from None
    own = LayoutTemplate.objects.for_user(request.user)
    return own.select_related("workspace").filter(pk=pk).first()


def with_secrets_of(origin: MixedRules, rules: MixedRules) -> MixedRules:
    """The document with what a browser does not keep: the twin of `withSecretsOf` in
    static/editor/saving/browsercopy.js.
    """
    kept = origin.output
    return replace(rules, output=replace(rules.output, urls=kept.urls, callback=kept.callback))


def read_save(request: Request, body: dict[str, Json], template: LayoutTemplate) -> Save:
    """Keys of the editor state that nobody knows here are kept: they are a newer page’s."""
    rules, editor_state = requests.whole_work(body, template.held())
    return Save(
        version=based_on(request),
        rules=rules,
        editor_state=editor_state,
        client=client_of(body),
        sequence=sequence_of(body),
    )


def check_locks(editor_state: dict[str, Json], rules: MixedRules) -> None:
    """Raises Unreadable where what is locked was moved."""
    if why := broken_lock(EditorState.read(editor_state), rules):
        raise Unreadable(why, HTTPStatus.UNPROCESSABLE_ENTITY)


def based_on(request: Request) -> int:
    """The version in If-Match. Raises Unreadable."""
    header = request.headers.get("If-Match")
    if header is None:
        raise Unreadable(
            _("The save does not say which version it is based on."),
            HTTPStatus.PRECONDITION_REQUIRED,
        )
    match = VERSION.fullmatch(header)
    if match is None:
        raise Unreadable(_("The save is based on a version that can’t be read."))
    return int(match[1])


def client_of(body: dict[str, Json]) -> UUID:
    try:
        return UUID(requests.field(body, "client", str))
    except ValueError:
        raise Unreadable(_("The request’s “client” is no UUID.")) from None


def sequence_of(body: dict[str, Json]) -> int:
    sequence = requests.field(body, "sequence", int)
    if sequence < 0:
        raise Unreadable(_("The request’s “sequence” is negative."))
    return sequence


def work_of(template: LayoutTemplate) -> dict[str, Json]:
    """What a page gets of it: veiled."""
    return {
        "rules": with_veils(template.rules_json),
        "editor_state": with_veils(template.editor_state),
    }


def told(saved: Save) -> dict[str, Json]:
    """The secrets of what was saved as a 409 would tell them: a page may have typed them in clear.
    Each where it is, and little else, for this is told at every save.
    """
    parts = {"rules": codec.write(saved.rules), "editor_state": saved.editor_state}
    return {name: told_otherwise(part, with_veils(part)) for name, part in parts.items()}


def told_otherwise(value: Json, shown: Json) -> Json:
    """What is `shown` of a value, without what is as it is there; lists keep their places."""
    if isinstance(value, dict) and isinstance(shown, dict):
        pairs = {name: (value[name], one) for name, one in shown.items() if one != value[name]}
        return {name: told_otherwise(*pair) for name, pair in pairs.items()}
    if isinstance(value, list) and isinstance(shown, list):
        return [told_otherwise(*pair) for pair in zip(value, shown, strict=True)]
    return shown


def own_words(template: LayoutTemplate, asked: Save, sent: dict[str, Json]) -> dict[str, Json]:
    """What the server holds as it was sent, where it is the same; `told` as after a save of it."""
    is_held = (codec.write(asked.rules), asked.editor_state) == (
        template.rules_json,
        template.editor_state,
    )
    if not is_held:
        return {}
    return {name: sent[name] for name in ("rules", "editor_state")} | {"told": told(asked)}


def stale(template: LayoutTemplate, reader: User) -> dict[str, object]:
    """What the server holds, who saved it, and whether that was the reader, in another tab."""
    return {
        "version": template.version,
        **work_of(template),
        "saved_by": name_of(template.updated_by),
        "saved_by_reader": template.updated_by == reader,
        "saved_at": template.updated_at,
    }


@for_tokens(Scope.READ)
@require_POST
@speaks_json
def check(request: Request, pk: UUID) -> HttpResponse:
    """Every problem of a document that is not saved yet; reads only."""
    template = get_owned(LayoutTemplate.objects.kept(), request, pk)
    rules = without_veils(json_object(request).get("rules"), template.held())
    report = examine(rules)
    return JsonResponse({"problems": wording.as_json(report.problems)})
