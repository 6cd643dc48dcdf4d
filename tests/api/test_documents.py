"""Documents that are sent get the verdict of the command line, and nothing of them is kept."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from studio.documents.checking import validate
from studio.documents.wording import as_json
from studio.editor.models import LayoutTemplate
from studio.rules import codec
from tests import builders
from tests.api.calling import Caller, paths

pytestmark = pytest.mark.usefixtures("data")

BAD_RULES = sorted(Path(__file__).parents[1].glob("vectors/bad_rules/*.json"))


def test_every_body_gets_its_verdict(api: Caller) -> None:
    assert BAD_RULES
    for file in BAD_RULES:
        data = file.read_bytes()
        answer = api.ask("POST", "validate", data)
        assert answer.status_code == 200
        assert answer.json()["problems"] == as_json(validate(data).problems), file.name


def test_a_document_is_drawn(api: Caller) -> None:
    rules = codec.write(builders.document(width=640, height=360))
    answer = api.ask("POST", "render?format=webp", {"Name": "show", "MixedRules": rules})
    assert Image.open(BytesIO(answer.content)).size == (640, 360)
    refused = api.ask("POST", "render", {"MixedRules": {}})
    assert (refused.status_code, paths(refused)[0]) == (422, "MixedRules.InputLayout")


def test_another_tool_s_file_is_read_and_not_kept(api: Caller) -> None:
    rules = codec.write(builders.document())
    answer = api.ask("POST", "import", {"Name": "show", "MixedRules": rules})
    assert answer.json()["format"] == "mixedrules"
    (scene,) = answer.json()["scenes"]
    assert (scene["name"], scene["rules"]) == ("show", rules)
    assert [line["outcome"] for line in scene["report"]] == ["exact"]
    assert not LayoutTemplate.objects.exists()
