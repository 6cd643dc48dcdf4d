"""Documents that are sent get the verdict of the command line, and nothing of them is kept."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from studio.documents.checking import validate
from studio.documents.wording import as_json
from studio.editor.arrivals import MOST_SCENES
from studio.editor.models import LayoutTemplate
from studio.rules import codec
from tests import builders
from tests.api.calling import Caller, new_key, paths
from tests.builders import Cast
from tests.imports.obs_files import camera, collection, item, scene, still, unbounded
from tests.rules.test_rule_book import OURS, Case

pytestmark = pytest.mark.usefixtures("data")

BAD_RULES = sorted(Path(__file__).parents[1].glob("vectors/bad_rules/*.json"))


def test_every_body_gets_its_verdict(api: Caller) -> None:
    assert BAD_RULES
    for file in BAD_RULES:
        data = file.read_bytes()
        answer = api.ask("POST", "validate", data)
        assert answer.status_code == 200
        assert answer.json()["problems"] == as_json(validate(data).problems), file.name


@pytest.mark.parametrize("case", OURS, ids=lambda case: case.name)
def test_every_body_of_the_book_gets_its_verdict_by_import(case: Case, api: Caller) -> None:
    answer = api.ask("POST", "import", case.data)
    if answer.status_code == 200:
        (told,) = answer.json()["scenes"]
        assert told["problems"] == as_json(validate(case.data).problems)
    else:
        assert answer.status_code in (413, 422)
        told = answer.json() | {"verdict": "error"}
    assert told["verdict"] == case.verdict
    found = [row["path"] for row in told["problems"] if row["severity"] == case.verdict]
    # Without MixedRules it is a file of nobody's, of which there is no place to tell.
    where = "$" if case.name == "041_no_rules.json" else case.path
    assert case.verdict == "ok" or any(path.endswith(where) for path in found), found


def test_a_document_is_drawn(api: Caller) -> None:
    rules = codec.write(builders.document(width=640, height=360))
    answer = api.ask("POST", "render?format=webp", {"Name": "show", "MixedRules": rules})
    assert Image.open(BytesIO(answer.content)).size == (640, 360)
    refused = api.ask("POST", "render", {"MixedRules": {}})
    assert (refused.status_code, paths(refused)[0]) == (422, "MixedRules.InputLayout")


def test_an_item_measures_what_is_said_or_what_was_fetched_of_it(api: Caller, cast: Cast) -> None:
    file = collection(scene("show", unbounded("still"), unbounded("camera")), still(), camera())
    builders.frame(cast.workspace, "https://pictures.example.com/still.png", builders.png(64, 36))
    answer = api.ask("POST", "import?measure=camera%3D640x360", file)
    (told,) = answer.json()["scenes"]
    boxes = [row["W"] for row in told["rules"]["InputLayout"]["Scene"]["Layout"]]
    assert boxes == [64, 640]
    refused = api.ask("POST", "import?measure=camera%3D640x360&measure=still", file)
    assert (refused.status_code, paths(refused)) == (422, ["measure[1]"])


def test_another_tool_s_file_is_read_and_not_kept(api: Caller) -> None:
    rules = codec.write(builders.document())
    answer = api.ask("POST", "import", {"Name": "show", "MixedRules": rules})
    assert answer.json()["format"] == "mixedrules"
    (scene,) = answer.json()["scenes"]
    assert (scene["name"], scene["rules"]) == ("show", rules)
    assert [line["outcome"] for line in scene["report"]] == ["exact"]
    assert not LayoutTemplate.objects.exists()


class TestKept:
    """`POST /templates/import`, which leaves what the Import page leaves."""

    FILE = collection(scene("wide", item()), scene("close", item()), camera())

    def test_each_scene_becomes_a_template_with_its_file_and_report(self, api: Caller) -> None:
        answer = api.ask("POST", "templates/import", self.FILE)
        assert answer.status_code == 201
        assert [row["name"] for row in answer.json()["items"]] == ["wide", "close"]
        wide = LayoutTemplate.objects.get(name="wide")
        assert (wide.origin.scene, wide.versions.get().reason) == ("wide", "import")
        assert wide.origin.file.data() == self.FILE
        assert [line.outcome for line in wide.origin.lines] == ["exact"]

    def test_one_that_is_named_once_by_its_key(self, api: Caller) -> None:
        key = new_key()
        first, again = (
            api.ask("POST", "templates/import?scene=close", self.FILE, key=key) for _ in range(2)
        )
        assert first.json() == again.json()
        assert (again.status_code, LayoutTemplate.objects.get().name) == (201, "close")
        LayoutTemplate.objects.get().delete_softly()
        gone = api.ask("POST", "templates/import?scene=close", self.FILE, key=key)
        assert gone.status_code == 409

    def test_one_key_and_another_scene_or_size_is_another_wish(self, api: Caller) -> None:
        key = new_key()
        asked = ["scene=close", "scene=wide", "scene=wide&measure=cam%3D640x360"]
        answers = [
            api.ask("POST", f"templates/import?{which}", self.FILE, key=key) for which in asked
        ]
        names = [answer.json()["items"][0]["name"] for answer in answers]
        assert names == ["close", "wide", "wide"]
        assert LayoutTemplate.objects.count() == 3

    @pytest.mark.parametrize(
        ("body", "status", "where"),
        [
            ({"a": 1}, 422, ["$"]),
            ({"Name": "x" * 900, "MixedRules": codec.write(builders.document())}, 201, []),
            ({"MixedRules": codec.write(builders.document()) | {"x": "y" * 300_000}}, 413, []),
        ],
        ids=["an unknown file", "a long name", "too large"],
    )
    def test_what_can_be_no_template(
        self, body: Any, status: int, where: list[str], api: Caller
    ) -> None:
        answer = api.ask("POST", "templates/import", body)
        assert answer.status_code == status
        assert status == 201 or paths(answer) == where

    def test_more_scenes_than_a_page_offers_are_named_one_by_one(self, api: Caller) -> None:
        many = collection(*[scene(f"s{n}", item()) for n in range(MOST_SCENES + 1)], camera())
        refused = api.ask("POST", "templates/import", many)
        assert (refused.status_code, paths(refused)) == (422, ["scene"])
        assert api.ask("POST", "templates/import?scene=s50", many).status_code == 201
