"""MixedRules itself: bare, a body of CreateCloudMixTask, or one of UpdateCloudMixTask."""

from __future__ import annotations

from studio.documents.wording import sentence
from studio.imports.drafts import clean
from studio.imports.loosely import caseless
from studio.imports.report import ImportedScene, NotReadable, Wish, line
from studio.rules import codec, paths
from studio.rules.document import Json
from studio.rules.problems import InvalidDocument

FORMAT = "mixedrules"
KEYS = frozenset({"mixedrules", "inputlayout", "inputsource"})


def recognises(content: Json) -> bool:
    return bool(KEYS & caseless(content).keys())


def scenes(content: Json, wish: Wish) -> list[ImportedScene]:
    """The document as it stands, whatever the cloud would refuse in it; it says its own size."""
    del wish
    try:
        body = codec.read(content)
    except InvalidDocument as error:
        raise unreadable(error) from None
    report = tuple(line(paths.source(index), [], 0.0) for index in range(len(body.rules.sources)))
    return [ImportedScene(name=clean(body.name or ""), rules=body.rules, report=report)]


def unreadable(error: InvalidDocument) -> NotReadable:
    """The first problem of a text or document, with its place; and all of them."""
    first = error.problems[0]
    said = sentence(first)
    message = said if first.path == "$" else f"{first.path}: {said}"
    return NotReadable(first.code, message, error.problems)
