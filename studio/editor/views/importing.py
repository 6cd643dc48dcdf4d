"""Other tools' files as templates: read and told first, kept once asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studio.accounts.access import Request, current_workspace, get_owned, may, require_role
from studio.accounts.asking_again import ask_again, asked_again
from studio.accounts.models import Role, Workspace
from studio.accounts.places import back_to
from studio.audit.acts import Act
from studio.documents.veiling import veiled_json
from studio.editor import arrivals
from studio.editor.arrivals import MOST_FILES, Arrival, Found, Size
from studio.editor.models import LayoutTemplate
from studio.editor.models.imported import LONGEST_NAME, ImportedFile, Origin, origin_of
from studio.editor.views.downloads import download
from studio.imports.sizes import size_of
from studio.lists import said_of
from studio.pages.answers import text_answer
from studio.rules.limits import MAX_BODY_BYTES, SCENE_SIDE


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.Field):
    """Any number of files, as a list."""

    widget = SeveralFiles

    def clean(self, value: Any) -> list[Any]:
        several = list(value or ())
        if len(several) > MOST_FILES:
            sentence = _("At most %(most)d files at once.")
            raise forms.ValidationError(sentence % {"most": MOST_FILES})
        return several


class ImportForm(forms.Form):
    """What is pasted, and files beside it."""

    text = forms.CharField(
        label=gettext_lazy("Paste"),
        required=False,
        strip=False,
        help_text=gettext_lazy(
            "MixedRules, a request body, a script that holds one, or another tool’s layout: its "
            "content tells which."
        ),
        widget=forms.Textarea({"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
    )
    file = FilesField(
        label=gettext_lazy("Files"),
        required=False,
        help_text=gettext_lazy("Or drop them on this page, or on the gallery."),
    )
    size = forms.CharField(
        label=gettext_lazy("Scene size, where a file has none"),
        required=False,
        max_length=20,
        widget=forms.TextInput({"placeholder": "1920x1080", "autocomplete": "off"}),
    )

    def clean_size(self) -> Size:
        text: str = self.cleaned_data["size"]
        try:
            return size_of(text) if text.strip() else None
        except ValueError:
            sentence = _("Width and height in pixels, %(low)d to %(high)d each, as in 1920x1080.")
            sides = {"low": SCENE_SIDE.min, "high": SCENE_SIDE.max}
            raise forms.ValidationError(sentence % sides) from None

    def arrivals(self) -> list[Arrival]:
        """What was given, what was pasted first; of each a byte more than is read at most."""
        pasted = str(self.cleaned_data.get("text", "")).replace("\r\n", "\n")
        given = [Arrival(name="", data=pasted.encode(errors="replace"))] if pasted else []
        for file in self.cleaned_data.get("file", ()):
            data = file.read(MAX_BODY_BYTES + 1)
            given.append(Arrival(name=str(file.name)[:LONGEST_NAME], data=data))
        return given


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: Request) -> HttpResponse:
    """The page; a POST reads what it is given and tells what would become of it. Nothing is kept.
    Where nothing can be read it is answered 422.
    """
    workspace = current_workspace(request)
    require_role(request, workspace, Role.EDITOR)
    if request.method != "POST":
        return page(request, workspace, ImportForm())
    form = ImportForm(request.POST, request.FILES)
    found = opened(workspace, form) if form.is_valid() else []
    readable = [one for one in found if one.offers]
    status = HTTPStatus.OK if readable else HTTPStatus.UNPROCESSABLE_ENTITY
    return page(request, workspace, form, readable, status=status)


def opened(workspace: Workspace, form: ImportForm) -> list[Found]:
    """What was given, read; what can't be is said beside its field."""
    given = form.arrivals()
    if not given:
        form.add_error("text", _("There is nothing in it."))
    found = arrivals.opened(workspace, given, form.cleaned_data["size"])
    for one in found:
        if one.refusal and one.arrival.name:
            form.add_error("file", said_of(one.arrival.name, one.refusal))
        elif one.refusal:
            form.add_error("text", one.refusal)
    if sum(len(one.arrival.data) for one in found if one.offers) > MAX_BODY_BYTES:
        form.add_error(
            "file",
            _("All of it has more than %(most)d KiB; import it one after the other.")
            % {"most": MAX_BODY_BYTES // 1024},
        )
        return []
    return found


@never_cache
@require_POST
def keep(request: Request) -> HttpResponse:
    """Makes templates of the scenes in `take`, under the names in `name-…`, out of the files that
    the page of findings brings again; with `again` it only reads them anew, by the sizes in
    `measured-…` of the items in `measure-…`.
    """
    workspace = current_workspace(request)
    require_role(request, workspace, Role.EDITOR)
    sent = request.POST
    try:
        names, texts = sent.getlist("kept_name"), sent.getlist("kept")
        given = arrivals.brought_again(names, texts, typed(sent, len(texts)))
        size = size_of(sent["size"]) if sent.get("size") else None
    except ValueError:
        form = ImportForm(sent)
        form.add_error("file", _("What was read is not here any more. Choose it once more."))
        return page(request, workspace, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    found = [one for one in arrivals.opened(workspace, given, size) if one.offers]
    good = arrivals.choose(found, sent.getlist("take"), sent.dict())
    chosen = any(offer.is_chosen for one in found for offer in one.offers)
    again = "again" in sent
    if again or not good or not chosen:
        pasted = next((one.text for one in given if not one.name), "")
        form = ImportForm({"text": pasted, "size": sent.get("size", "")})
        why = "" if chosen or again else _("Choose at least one scene.")
        status = HTTPStatus.OK if again and good else HTTPStatus.UNPROCESSABLE_ENTITY
        return page(request, workspace, form, found, why, status)
    return leave(request, arrivals.keep(workspace, request.user, found))


def typed(sent: QueryDict, files: int) -> list[dict[str, str]]:
    """Of each file the sizes that were typed, by the names of its items. Raises ValueError where
    not every one has its own.
    """
    pairs = (
        zip(sent.getlist(f"measure-{place}"), sent.getlist(f"measured-{place}"), strict=True)
        for place in range(files)
    )
    return [dict(rows) for rows in pairs]


def leave(request: Request, made: Sequence[LayoutTemplate]) -> HttpResponse:
    """To the one template, or to the gallery, where several are the newest."""
    if len(made) == 1:
        return redirect("template-edit", made[0].pk)
    count = len(made)
    told = ngettext("%(count)d template was imported.", "%(count)d templates were imported.", count)
    messages.success(request, told % {"count": count})
    return back_to(request, "templates")


def page(
    request: Request,
    workspace: Workspace,
    form: ImportForm,
    found: Sequence[Found] = (),
    why: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "workspace": workspace,
        "found": found,
        "asks": any(one.asked for one in found),
        "why": why,
        "size": form.data.get("size", ""),
    }
    return render(request, "editor/importing/import.html", context, status=status)


@require_safe
def origin(request: Request, pk: UUID) -> HttpResponse:
    """What a template was imported from, and the report of it: its places may name addresses."""
    template = get_owned(LayoutTemplate.objects.kept(), request, pk)
    found = origin_or_404(template)
    context = {
        "template": template,
        "origin": found,
        "lines": [replace(line, path=str(veiled_json(line.path))) for line in found.lines],
        "can_push": may(request.user, template.workspace, Role.OPERATOR),
    }
    return render(request, "editor/importing/origin.html", context)


def origin_or_404(template: LayoutTemplate) -> Origin:
    found = origin_of(template)
    if found is None:
        raise Http404
    return found


@never_cache
@require_POST
def original(request: Request, pk: UUID) -> HttpResponse:
    """The file itself, which may hold push addresses: for who operates it, asked again, and on
    record.
    """
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.OPERATOR)
    found = origin_or_404(template)
    if not asked_again(request):
        return ask_again(request)
    file = ImportedFile.objects.get(pk=found.file_id)
    data = file.data()
    if data is None:
        sentence = _("The file is locked: the key that it was sealed with is missing.")
        return text_answer(sentence, HTTPStatus.CONFLICT)
    template.log(Act.REVEALED, "the file it was imported from")
    return download(data, "application/octet-stream", file.name or f"{template.name}.txt")
