"""Documents that are sent: checked and drawn. Nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from ninja import Query

from studio.accounts.access import Request
from studio.accounts.models import Scope
from studio.api.bodies import JSON, bytes_in, json_in
from studio.api.service import answered, operation
from studio.api.shapes import answers, sent
from studio.api.templates import PICTURES, drawn
from studio.api.who import workspace_of
from studio.documents import wording
from studio.documents.checking import validate as validated
from studio.rules import codec
from studio.rules.problems import Problem, verdict

TAG = "documents"
DOCUMENT = {
    "type": "object",
    "description": "MixedRules, bare or as the body of CreateCloudMixTask or UpdateCloudMixTask.",
}
ANYTHING = {"description": "Any JSON: what is no document is told with its path."}


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
    return answered(request, verdict_on(problems))


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


def verdict_on(problems: Sequence[Problem]) -> dict[str, object]:
    return {"verdict": verdict(problems), "problems": wording.as_json(problems)}
