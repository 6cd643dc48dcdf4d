"""Templates: found, read, made, replaced, archived, deleted, drawn."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query

from studio import compositor
from studio.accounts.access import Request, get_owned, may, require_role
from studio.accounts.models import Role, Scope, Workspace, name_of
from studio.api.paging import check_form, listed, lost
from studio.api.preconditions import key_of, made_by, matched
from studio.api.problems import Declined, invalid
from studio.api.service import IF_ANY_MATCH, IF_NONE_MATCH, KEY, answered, operation
from studio.api.shapes import answers, sent
from studio.api.who import workspace_of
from studio.documents import veiling, wording
from studio.documents.checking import check
from studio.documents.pictures import UNDRAWABLE, draw
from studio.documents.veils import unveiled_rules, with_veils
from studio.editor import tags as tagging
from studio.editor.cards import facts_of
from studio.editor.finding import GalleryFilter
from studio.editor.locks import broken_lock
from studio.editor.models import LayoutTemplate, Save
from studio.library.signed import signed_addresses
from studio.pages.answers import tag_of
from studio.rules import checks, codec
from studio.rules.document import Json, MixedRules

TAG = "templates"
PICTURES = ("image/png", "image/webp", "image/jpeg")


@operation(
    "GET",
    "/templates",
    name="api-templates",
    scope=Scope.READ,
    summary="Find templates",
    tag=TAG,
    ok={200: answers.Templates},
    refusals=(422,),
)
def find(request: Request, asked: Query[sent.TemplatesAsked]) -> HttpResponse:
    """A page of the gallery: those whose name or tags hold all words, what was changed last first.
    Favourites are those of the token’s owner.
    """
    form = GalleryFilter(request.GET, workspace_of(request), request.user)
    check_form(form)
    if asked.after and form.cleaned_data["after"] is None:
        raise lost()
    rows, after = form.page()
    return listed(request, map(brief, rows), after)


@operation(
    "POST",
    "/templates",
    name="api-templates",
    scope=Scope.EDIT,
    summary="Make a template",
    tag=TAG,
    ok={201: answers.TemplateWhole},
    refusals=(409, 413, 415, 422),
    headers=(KEY,),
)
def make(request: Request, body: sent.TemplateSent) -> HttpResponse:
    """A new template, whether or not the cloud would take its document as it is. The same body with
    the same key is the same template; another body with it makes another.
    """
    workspace = workspace_of(request)
    require_role(request, workspace, Role.EDITOR)
    name, tags = named(body.name), tagged(body.tags)
    rules = codec.read_rules(unveiled_rules(body.rules, signed_addresses(workspace)))
    made = made_by(request, workspace.pk, body.model_dump())
    try:
        with transaction.atomic():
            row = LayoutTemplate.objects.start(workspace, request.user, name, rules, key=made)
            if tags:
                row.set_tags(tags)
    except IntegrityError:
        if made is None:
            raise
        row = made_before(made)
    headers = {"Location": reverse("api-template", args=[row.pk])}
    return whole_answer(request, row, status=HTTPStatus.CREATED, headers=headers)


@operation(
    "GET",
    "/templates/{uuid:pk}",
    name="api-template",
    scope=Scope.READ,
    summary="Read a template",
    tag=TAG,
    ok={200: answers.TemplateWhole, 304: None},
    refusals=(409, 422),
    headers=(IF_NONE_MATCH,),
)
def read(request: Request, pk: UUID) -> HttpResponse:
    """The template with its document and what is wrong with that. Push addresses, and what those of
    pictures are signed with, are masked, and sent back so they stay what they are.
    """
    return whole_answer(request, get_owned(LayoutTemplate.objects.kept(), request, pk))


@operation(
    "PUT",
    "/templates/{uuid:pk}",
    name="api-template",
    scope=Scope.EDIT,
    summary="Replace a template",
    tag=TAG,
    ok={200: answers.TemplateWhole},
    refusals=(409, 412, 422, 428),
    headers=(IF_ANY_MATCH, KEY),
)
def replace(request: Request, pk: UUID, body: sent.TemplateSent) -> HttpResponse:
    """Its name, tags and document are those that are sent. Boxes that somebody has locked in the
    editor have to stay as they are.
    """
    name, tags = named(body.name), tagged(body.tags)
    key = key_of(request) or uuid4()
    with transaction.atomic():
        row = locked(request, pk)
        if row.last_client == key and holds(row, name, tags, body.rules):
            # Asked once more, since the answer was lost.
            return whole_answer(request, row)
        matched(request, tag_for(request, row))
        rules = codec.read_rules(unveiled_rules(body.rules, row.held()))
        change(row, name, tags)
        keep(request, row, rules, key)
    return whole_answer(request, row)


@operation(
    "PATCH",
    "/templates/{uuid:pk}",
    name="api-template",
    scope=Scope.EDIT,
    summary="Rename, tag or archive a template",
    tag=TAG,
    ok={200: answers.TemplateWhole},
    refusals=(409, 412, 422, 428),
    headers=(IF_ANY_MATCH,),
)
def amend(request: Request, pk: UUID, body: sent.TemplateChanged) -> HttpResponse:
    """What is left out stays as it is. What is archived is kept, and found under that shelf."""
    name = None if body.name is None else named(body.name)
    tags = None if body.tags is None else tagged(body.tags)
    with transaction.atomic():
        row = locked(request, pk)
        matched(request, tag_for(request, row))
        change(row, row.name if name is None else name, row.tags if tags is None else tags)
        if body.is_archived is not None and body.is_archived != row.is_archived:
            row.archive(is_archived=body.is_archived)
    return whole_answer(request, row)


@operation(
    "DELETE",
    "/templates/{uuid:pk}",
    name="api-template",
    scope=Scope.EDIT,
    summary="Delete a template",
    tag=TAG,
    ok={204: None},
    refusals=(409, 412, 422, 428),
    headers=(IF_ANY_MATCH,),
)
def delete(request: Request, pk: UUID) -> HttpResponse:
    """Takes it off every list. What is on air goes on."""
    with transaction.atomic():
        row = locked(request, pk)
        matched(request, tag_for(request, row))
        row.delete_softly()
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@operation(
    "GET",
    "/templates/{uuid:pk}/picture",
    name="api-template-picture",
    scope=Scope.READ,
    summary="Draw a template",
    tag=TAG,
    ok={200: None},
    refusals=(409, 422),
    media_types=PICTURES,
)
def picture(request: Request, pk: UUID, asked: Query[sent.PictureAsked]) -> HttpResponse:
    """As the cloud is taken to mix it, with the pictures that were fetched of its sources."""
    row = get_owned(LayoutTemplate.objects.kept(), request, pk)
    return drawn(row.workspace, row.rules, asked, state=row.state)


def drawn(
    workspace: Workspace, rules: MixedRules, asked: sent.PictureAsked, **more: Any
) -> HttpResponse:
    try:
        data = draw(workspace, rules, asked.format, width=asked.width, **more)
    except compositor.Undrawable:
        raise Declined(HTTPStatus.UNPROCESSABLE_ENTITY, UNDRAWABLE) from None
    return HttpResponse(data, content_type=f"image/{asked.format}")


# --- What is told -----------------------------------------------------------------------


def whole_answer(request: Request, row: LayoutTemplate, **more: Any) -> HttpResponse:
    return answered(request, whole(request, row), tag=tag_for(request, row), **more)


def whole(request: Request, row: LayoutTemplate) -> dict[str, Any]:
    rules = rules_for(request, row, row.rules)
    return brief(row) | {"rules": rules, "problems": wording.as_json(check(row.rules))}


def rules_for(request: Request, row: LayoutTemplate, rules: MixedRules) -> Json:
    """A document of it as the editor has it."""
    if may(request.user, row.workspace, Role.EDITOR):
        return with_veils(codec.write(rules))
    return veiling.veiled_rules(rules)


def brief(row: LayoutTemplate) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "tags": row.tags,
        "is_archived": row.is_archived,
        "version": row.version,
        "created_at": row.created_at,
        "changed_at": row.updated_at,
        "changed_by": name_of(row.updated_by),
        "facts": asdict(facts) if (facts := facts_of(row)) else None,
    }


def tag_for(request: Request, row: LayoutTemplate) -> str:
    """Names all that can be changed of it, and whom it is told."""
    can_edit = may(request.user, row.workspace, Role.EDITOR)
    return tag_of(row.pk, row.version, row.name, row.tags, row.is_archived, can_edit)


# --- What is changed --------------------------------------------------------------------


def locked(request: Request, pk: UUID) -> LayoutTemplate:
    """The row, for an editor, held until the transaction ends."""
    rows = LayoutTemplate.objects.kept().select_for_update(of=("self",))
    return get_owned(rows, request, pk, Role.EDITOR)


def made_before(pk: UUID) -> LayoutTemplate:
    """What was made with a key. Raises Declined where that is deleted."""
    row = LayoutTemplate.objects.kept().filter(pk=pk).first()
    if row is None:
        sentence = _("The template that was made with this key is deleted. Nothing was made.")
        raise Declined(HTTPStatus.CONFLICT, sentence)
    return row


def holds(row: LayoutTemplate, name: str, tags: list[str], rules: Json) -> bool:
    """Whether it is what is sent. Raises InvalidDocument."""
    sent_rules = codec.read_rules(unveiled_rules(rules, row.held()))
    return (row.name, row.tags, row.rules) == (name, tags, sent_rules)


def named(text: str) -> str:
    """Raises Declined for what no template may be called."""
    name = text.strip()
    if problems := checks.check_name(name):
        raise invalid("name", " ".join(map(wording.sentence, problems)), problems[0].code)
    return name


def tagged(words: list[str]) -> list[str]:
    """Each once, in their order. Raises Declined."""
    for place, word in enumerate(words):
        if not is_tag(word):
            sentence = _("A tag is one word of at most %(most)d characters.")
            raise invalid(f"tags[{place}]", sentence % {"most": tagging.LONGEST})
    return tagging.read(" ".join(words))


def is_tag(word: str) -> bool:
    try:
        return tagging.read(word) == [word]
    except (tagging.TooLong, tagging.TooMany):
        return False


def change(row: LayoutTemplate, name: str, tags: list[str]) -> None:
    if name != row.name:
        row.set_name(name)
    if tags != row.tags:
        row.set_tags(tags)


def keep(request: Request, row: LayoutTemplate, rules: MixedRules, key: UUID) -> None:
    """Saves the document as the editor would. Raises Declined where it moves what is locked."""
    if why := broken_lock(row.state, rules):
        raise invalid("rules", why)
    save = Save(
        version=row.version, rules=rules, editor_state=row.editor_state, client=key, sequence=0
    )
    row.save_document(save, request.user)
