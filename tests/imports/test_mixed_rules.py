"""MixedRules in its three wrappings, by the same door as every other file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.imports import NotReadable, read, recognised
from studio.rules import codec

VECTORS = Path(__file__).parents[1] / "vectors"
CREATE = json.loads((VECTORS / "mixedrules-create.json").read_text())
UPDATE = json.loads((VECTORS / "mixedrules-update.json").read_text())


@pytest.mark.parametrize(
    "body", [CREATE, UPDATE, CREATE["MixedRules"]], ids=["create", "update", "bare"]
)
def test_every_wrapping_gives_the_document_itself(body: dict[str, object]) -> None:
    data = json.dumps(body).encode()
    imported = read(data)
    (scene,) = imported.scenes
    assert recognised(data) == imported.format == "mixedrules"
    assert codec.write(scene.rules) == body.get("MixedRules", body)
    assert [line.outcome for line in scene.report] == ["exact"] * len(scene.rules.sources)
    assert scene.name == body.get("Name", "")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "json_empty"),
        (b"[1,", "json_syntax"),
        (b'{"MixedRules": 3}', "wrong_type"),
        (b'{"a": 1}', "not_recognised"),
        (b'"words"', "not_recognised"),
        (b" " * (1024 * 1024 + 1), "json_too_large"),
        (b"[" * 100_000, "json_too_deep"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(NotReadable) as refused:
        read(data)
    assert refused.value.code == code
    assert refused.value.message


def test_what_is_no_file_of_ours_is_not_recognised() -> None:
    assert recognised(b'{"a": 1}') is None


def test_a_scene_that_is_not_there_is_refused_by_its_name() -> None:
    with pytest.raises(NotReadable, match="no_such_scene") as refused:
        read(json.dumps(CREATE).encode(), scene="none")
    assert "none" in refused.value.message
