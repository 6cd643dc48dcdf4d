"""Documents that are sent: checked, drawn, or read out of other tools' files. Nothing is kept."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Query

from studio.accounts.access import Request
from studio.accounts.models import Scope
from studio.api.bodies import JSON, bytes_in, json_in
from studio.api.problems import invalid
from studio.api.service import answered, operation
from studio.api.shapes import answers, sent
from studio.api.templates import PICTURES, drawn
from studio.api.who import workspace_of
from studio.documents import wording
from studio.documents.checking import validate as validated
from studio.imports import ImportedScene, NotReadable
from studio.imports import read as imported
from studio.rules import codec
from studio.rules.problems import verdict

TAG = "documents"
DOCUMENT = {
    "type": "object",
    "description": "MixedRules, bare or as the body of CreateCloudMixTask or UpdateCloudMixTask.",
}
ANYTHING = {"description": "Any JSON: what is no document is told with its path."}
FILE = {"type": "string"}


@operation(
    "POST",
    "/validate",
    name="api-validate",
    scope=Scope.READ,
    summary="Check a document",
    tag=TAG,
    ok={200: answers.Verdict},
    sent={JSON: ANYTHING},
)
def validate(request: Request) -> HttpResponse:
    """Every problem of a document, as `mix validate` says them: for the studio to say so is no
    error. What is no JSON is a problem at `$`.
    """
    problems = validated(bytes_in(request, media_types=(JSON,))).problems
    body = {"verdict": verdict(problems), "problems": wording.as_json(problems)}
    return answered(request, body)


@operation(
    "POST",
    "/render",
    name="api-render",
    scope=Scope.READ,
    summary="Draw a document",
    tag=TAG,
    ok={200: None},
    refusals=(422,),
    media_types=PICTURES,
    sent={JSON: DOCUMENT},
)
def render(request: Request, asked: Query[sent.PictureAsked]) -> HttpResponse:
    """As the cloud is taken to mix it. Of its sources those have a picture that the workspace has
    fetched; nothing is fetched for this.
    """
    rules = codec.read(json_in(request)).rules
    return drawn(workspace_of(request), rules, asked)


@operation(
    "POST",
    "/import",
    name="api-import",
    scope=Scope.READ,
    summary="Read another tool's file",
    tag=TAG,
    ok={200: answers.Imported},
    refusals=(422,),
    sent={"application/octet-stream": FILE, JSON: {}, "text/plain": FILE, "application/xml": FILE},
)
def read_file(request: Request, asked: Query[sent.ImportAsked]) -> HttpResponse:
    """Its scenes as documents, and what became of every item of it; the format is told by the
    content. Where the file has no size, width and height say it.
    """
    if (asked.width is None) != (asked.height is None):
        missing = "height" if asked.height is None else "width"
        raise invalid(missing, wording.SENTENCES["missing"], "missing")
    size = (asked.width, asked.height) if asked.width and asked.height else None
    try:
        found = imported(bytes_in(request), scene=asked.scene, size=size)
    except NotReadable as error:
        raise invalid("$", error.message, error.code) from None
    return answered(request, {"format": found.format, "scenes": [*map(scene_of, found.scenes)]})


def scene_of(scene: ImportedScene) -> dict[str, object]:
    report = [line.as_json() for line in scene.report]
    return {"name": scene.name, "rules": codec.write(scene.rules), "report": report}
