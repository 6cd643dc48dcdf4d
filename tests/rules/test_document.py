"""What two documents have in common."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import document, output

ONE = document()
OTHER_OUTPUT = output("rtmp://push.example.com/live/other")


def test_documents_look_alike_whatever_their_output() -> None:
    other = ONE.with_output(OTHER_OUTPUT)
    assert other != ONE
    assert other.looks_like(ONE)


def test_documents_that_differ_in_anything_else_do_not() -> None:
    (source,) = ONE.sources
    assert not ONE.looks_like(replace(ONE, sources=(replace(source, type="vod"),)))
    assert not ONE.looks_like(replace(ONE, logos=None, extra={"Vendor": 1}))


def test_nothing_looks_like_no_document() -> None:
    assert not ONE.looks_like(None)
