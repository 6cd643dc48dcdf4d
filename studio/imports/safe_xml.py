"""XML of strangers: no document type, so no entity; bounded in bytes, elements and depth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

# Safe here: document types are refused, so that no entity can grow.
from xml.parsers import expat  # nosec B407

from studio.imports.report import refusal
from studio.rules.limits import MAX_BODY_BYTES, MAX_DEPTH

MAX_ELEMENTS = 20_000


@dataclass(slots=True)
class Element:
    """An element; `text` is what stands in it outside its children."""

    tag: str
    attributes: Mapping[str, str]
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def named(self, tag: str) -> list[Element]:
        return [child for child in self.children if child.tag == tag]

    def value(self, tag: str) -> str:
        """The text of a child, or "" without one."""
        return next((child.text.strip() for child in self.named(tag)), "")

    def everywhere(self) -> Iterator[Element]:
        """Itself and all below it, in the order of the text."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))


class _Builder:
    def __init__(self) -> None:
        self.root = Element("", {})
        self.open = [self.root]
        self.left = MAX_ELEMENTS

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.left -= 1
        if self.left < 0 or len(self.open) > MAX_DEPTH:
            raise refusal("xml_too_much")
        element = Element(tag, attributes)
        self.open[-1].children.append(element)
        self.open.append(element)

    def end(self, _tag: str) -> None:
        self.open.pop()

    def characters(self, text: str) -> None:
        self.open[-1].text += text


def _refuse_doctype(*_parts: object) -> None:
    raise refusal("xml_entities")


def parse(data: bytes) -> Element:
    """The root of an XML text. Raises NotReadable."""
    if len(data) > MAX_BODY_BYTES:
        raise refusal("too_large", max=MAX_BODY_BYTES)
    builder = _Builder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    try:
        parser.Parse(data, True)  # noqa: FBT003 (expat's own: the last piece)
    except (expat.ExpatError, LookupError, ValueError):
        line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber
        raise refusal("xml_syntax", line=line, column=column) from None
    return builder.root.children[0]
