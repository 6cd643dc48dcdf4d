"""What is wrong with one address by itself, before any document has it."""

from __future__ import annotations

from dataclasses import replace

from studio.documents import wording
from studio.documents.checking import check
from studio.library.models import Sort
from studio.rules import paths
from studio.rules.document import Logo, MixedRules, Source
from studio.rules.geometry import Box
from studio.rules.starting import blank_document

PLACES = {
    Sort.SOURCE: f"{paths.source(0)}.Url",
    Sort.LOGO: f"{paths.logo(0)}.Url",
    Sort.DESTINATION: paths.push_url(0),
}


def faults_of(sort: Sort, type_: str, url: str) -> list[str]:
    """Sentences that say why nothing can go on air with it; `type_` is a source's."""
    return [
        wording.sentence(problem)
        for problem in check(document_of(sort, type_, url))
        if problem.severity == "error" and problem.path == PLACES[sort]
    ]


def document_of(sort: Sort, type_: str, url: str) -> MixedRules:
    """A document that has nothing but this address."""
    blank = blank_document()
    if sort is Sort.SOURCE:
        return replace(blank, sources=(Source(id="1", layer=1, type=type_, url=url),))
    if sort is Sort.LOGO:
        return replace(blank, logos=(Logo(url=url, box=Box(0, 0, 100, 100)),))
    return replace(blank, output=replace(blank.output, urls=(url,)))
