"""Other tools' files that are sent: read, and made templates of."""

from __future__ import annotations

from hashlib import sha256
from http import HTTPStatus

from django.db import IntegrityError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query

from studio.accounts.access import Request, require_role
from studio.accounts.models import Role, Scope
from studio.api.bodies import JSON, bytes_in
from studio.api.documents import TAG, verdict_on
from studio.api.preconditions import made_by
from studio.api.problems import Declined, invalid, of_rules
from studio.api.service import KEY, answered, operation
from studio.api.shapes import answers, sent
from studio.api.templates import brief, made_before
from studio.api.who import workspace_of
from studio.documents import wording
from studio.editor import arrivals
from studio.editor.arrivals import MOST_SCENES, Arrival, Found
from studio.editor.measuring import read_measured
from studio.imports import Imported, ImportedScene, NotReadable, problems_of
from studio.imports.sizes import PICTURE_SIDE, measure_of
from studio.rules import codec

FILE = {"type": "string"}
FILES = {"application/octet-stream": FILE, JSON: {}, "text/plain": FILE, "application/xml": FILE}


@operation(
    "POST",
    "/import",
    name="api-import",
    scope=Scope.READ,
    summary="Read another tool's file",
    tag=TAG,
    ok={200: answers.Imported},
    refusals=(422,),
    sent=FILES,
)
def read_file(request: Request, asked: Query[sent.ImportAsked]) -> HttpResponse:
    """Its scenes as documents, what is wrong with each, and what became of every item of it; the
    format is told by the content. Where the file has no size, width and height say the scene’s,
    and measure an item’s; of an address that pictures were fetched of it is known.
    """
    imported = imported_in(request, asked)
    data = bytes_in(request)
    scenes = [
        scene_of(scene) | verdict_on(problems_of(imported, scene, data))
        for scene in imported.scenes
    ]
    return answered(request, {"format": imported.format, "scenes": scenes})


@operation(
    "POST",
    "/templates/import",
    name="api-template-import",
    scope=Scope.EDIT,
    summary="Import another tool's file",
    tag=TAG,
    ok={201: answers.TemplatesMade},
    refusals=(409, 422),
    headers=(KEY,),
    sent=FILES,
)
def keep_file(request: Request, asked: Query[sent.ImportAsked]) -> HttpResponse:
    """A template of each of its scenes, or of the one that is named, with the file and the report
    beside it. The same file, asked in the same way with the same key, makes them once.
    """
    workspace = workspace_of(request)
    require_role(request, workspace, Role.EDITOR)
    data = bytes_in(request)
    found = all_of(arrivals.found_in(Arrival(name="", data=data), imported_in(request, asked)))
    made = made_by(request, workspace.pk, asked.model_dump(), sha256(data).hexdigest())
    try:
        rows = arrivals.keep(workspace, request.user, [found], made)
    except IntegrityError:
        if made is None:
            raise
        rows = [made_before(pk) for offer in found.offers if (pk := arrivals.key_of(offer, made))]
    return answered(request, {"items": [*map(brief, rows)]}, status=HTTPStatus.CREATED)


def imported_in(request: Request, asked: sent.ImportAsked) -> Imported:
    """What the body holds. Raises Declined."""
    if (asked.width is None) != (asked.height is None):
        missing = "height" if asked.height is None else "width"
        raise invalid(missing, wording.SENTENCES["missing"], "missing")
    size = (asked.width, asked.height) if asked.width and asked.height else None
    given = dict(measure(place, text) for place, text in enumerate(asked.measure))
    data, workspace = bytes_in(request), workspace_of(request)
    try:
        return read_measured(workspace, data, given=given, scene=asked.scene, size=size)
    except NotReadable as error:
        raise refused(error) from None


def measure(place: int, text: str) -> tuple[str, tuple[int, int]]:
    try:
        return measure_of(text)
    except ValueError:
        sides = {"low": PICTURE_SIDE.min, "high": PICTURE_SIDE.max}
        sentence = _("NAME=WIDTHxHEIGHT, %(low)d to %(high)d px each.") % sides
        raise invalid(f"measure[{place}]", sentence) from None


def refused(error: NotReadable) -> Declined:
    if error.problems:
        return of_rules(error.problems)
    return invalid("$", error.message, error.code)


def all_of(found: Found) -> Found:
    """All its scenes chosen. Raises Declined where not every one can be a template."""
    if found.more:
        sentence = _("It has more than %(most)d scenes; name one.") % {"most": MOST_SCENES}
        raise invalid("scene", sentence, "too_many")
    if any(offer.is_too_large for offer in found.offers):
        raise Declined(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("It is larger than any template may be.")
        )
    arrivals.choose([found], [offer.key for offer in found.offers], {})
    if why := next((offer.why_not for offer in found.offers if offer.why_not), ""):
        raise invalid("Name", why)
    return found


def scene_of(scene: ImportedScene) -> dict[str, object]:
    report = [line.as_json() for line in scene.report]
    return {"name": scene.name, "rules": codec.write(scene.rules), "report": report}
