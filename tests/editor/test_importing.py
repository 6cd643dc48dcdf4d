"""The Import page: read and told first, kept once asked for, and kept with its file and report."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from studio.audit.models import Entry
from studio.editor.arrivals import MOST_ASKED, MOST_FILES
from studio.editor.models import ImportedFile, LayoutTemplate, Origin
from studio.imports import read
from studio.rules import codec
from tests.builders import Cast, client_for, frame, png, template
from tests.imports import files
from tests.imports.obs_files import camera, collection, scene, still, unbounded
from tests.mixes.cli.running import SAMPLE, Ran
from tests.rules.test_rule_book import BOOK, Case
from tests.volcengine.bodies import PUSH_URL

READ, KEEP = "template-import", "template-import-keep"
BODY: dict[str, Any] = json.loads(SAMPLE.read_text())
PUSH = BODY["MixedRules"]["Output"]["Url"][0]
RULES = [case for case in BOOK if case.layer != "update"]
# What is no text in UTF-8 can't be pasted.
TEXTS = [case for case in RULES if case.name != "032_latin1.json" and len(case.data) < 2**20]


@pytest.fixture
def client(cast: Cast, data: Path) -> Client:
    return client_for(cast.editor)


def upload(data: bytes, name: str = "show.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def found(answer: Any) -> list[Any]:
    return list(answer.context["found"])


def told(answer: Any) -> tuple[str, Any]:
    """The verdict of a file on the page, and the reports of its scenes."""
    offers = [offer for one in found(answer) for offer in one.offers]
    if not offers:
        assert answer.status_code == 422
        form = answer.context["form"]
        return "error", (form.errors.get("text") or form.errors["file"])[0].removeprefix(
            "show.json: "
        )
    (offer,) = offers
    return offer.verdict, [line.as_json() for line in offer.scene.report]


def by_command(case: Case, path: Path) -> tuple[str, Any]:
    path.write_bytes(case.data)
    (row,) = Ran("import", path, "--json").json
    (checked,) = Ran("validate", path, "--json").json
    if row["format"] is None:
        return "error", row["error"]["message"]
    return checked["verdict"], row["scenes"][0]["report"]


@pytest.mark.parametrize("case", RULES, ids=lambda case: case.name)
def test_every_body_of_the_book_gets_one_verdict_by_all_ways(
    case: Case, client: Client, tmp_path: Path
) -> None:
    expected = by_command(case, tmp_path / "file")
    assert expected[0] == case.verdict
    assert told(client.post(reverse(READ), {"file": upload(case.data)})) == expected
    if case in TEXTS:
        assert told(client.post(reverse(READ), {"text": case.data.decode()})) == expected


@pytest.mark.parametrize(("name", "data"), [(name, rows[0]) for name, rows in files.FILES.items()])
def test_every_format_is_told_and_nothing_is_kept(name: str, data: bytes, client: Client) -> None:
    answer = client.post(reverse(READ), {"file": upload(data), "size": "1280x720"})
    (one,) = found(answer)
    assert one.format == name
    expected = read(data, size=(1280, 720)).scenes
    assert [offer.scene for offer in one.offers] == list(expected)
    assert not LayoutTemplate.objects.exists()
    assert not ImportedFile.objects.exists()


def kept_of(answer: Any) -> dict[str, Any]:
    """What the page's own form sends if nothing is changed in it."""
    html = answer.content.decode()
    fields: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", html.split('id="keep"')[1].split("</form>")[0]):
        said = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if said.get("type") != "checkbox" or re.search(r"\schecked\b", tag):
            fields.setdefault(said["name"], []).append(said.get("value", ""))
    return fields


def test_what_is_imported_is_kept_with_its_file_and_report(client: Client, cast: Cast) -> None:
    text = json.dumps(BODY)
    answer = client.post(reverse(READ), {"text": text})
    assert PUSH not in answer.content.decode().split('id="read"')[0]
    assert answer["Cache-Control"].startswith("max-age=0")
    done = client.post(reverse(KEEP), kept_of(answer))
    row = LayoutTemplate.objects.get()
    assert done["Location"] == reverse("template-edit", args=[row.pk])
    assert codec.write(row.rules) == BODY["MixedRules"]
    assert row.name == BODY["Name"]
    assert [line.as_json() for line in row.origin.lines] == [
        line.as_json() for line in read(text.encode()).scenes[0].report
    ]
    page = client.get(reverse("template-origin", args=[row.pk]))
    assert "Taken as it is." in page.content.decode()
    assert PUSH not in page.content.decode()
    file = ImportedFile.objects.get()
    assert PUSH not in file.original
    # Editors don't see push addresses.
    assert client.post(reverse("template-original", args=[row.pk])).status_code == 403
    whole = client_for(cast.operator).post(reverse("template-original", args=[row.pk]))
    assert whole.content == text.encode()
    assert Entry.objects.filter(act="revealed", key=str(row.pk)).exists()


def test_its_file_is_offered_to_operators_and_no_address_to_anybody(
    client: Client, cast: Cast
) -> None:
    client.post(reverse(KEEP), kept_of(client.post(reverse(READ), {"text": json.dumps(BODY)})))
    row = Origin.objects.get()
    row.report = [{"path": PUSH_URL, "outcome": "exact", "px": None, "notes": []}]
    row.save()
    address = reverse("template-origin", args=[row.pk])
    for person, is_offered in ((cast.viewer, False), (cast.editor, False), (cast.operator, True)):
        page = client_for(person).get(address).content.decode()
        assert ("Download the file" in page) == is_offered
        assert PUSH_URL not in page


def test_several_scenes_and_files_are_a_choice(client: Client) -> None:
    sent = {
        "file": [
            upload(files.VDO, "vdo.json"),
            upload(json.dumps(files.ZEGO).encode(), "zego.json"),
        ]
    }
    answer = client.post(reverse(READ), sent)
    fields = kept_of(answer)
    assert fields["take"] == ["1-0"]
    fields["take"] += ["0-1"]
    fields["name-0-1"] = ["Second"]
    done = client.post(reverse(KEEP), fields)
    assert done["Location"] == reverse("templates")
    assert sorted(row.name for row in LayoutTemplate.objects.all()) == ["Second", "out"]
    assert sorted(row.file.name for row in Origin.objects.all()) == ["vdo.json", "zego.json"]


class TestSizes:
    """Of items whose place follows from what they show, which is in no file of OBS."""

    UNBOUNDED = collection(
        scene("show", unbounded("still"), unbounded("camera")), still(), camera()
    )

    @staticmethod
    def codes(answer: Any) -> set[str]:
        ((offer,),) = [one.offers for one in found(answer)]
        notes = (note for line in offer.scene.report for note in line.notes)
        return {note.code for note in notes} - {"exact"}

    def test_a_picture_that_was_fetched_is_measured_and_others_are_asked_for(
        self, client: Client, cast: Cast
    ) -> None:
        frame(cast.workspace, "https://pictures.example.com/still.png", png(64, 36))
        answer = client.post(reverse(READ), {"file": upload(self.UNBOUNDED)})
        assert self.codes(answer) == {"measured", "assumed"}
        assert [asked.name for asked in found(answer)[0].asked] == ["camera"]

    def test_no_other_workspace_s_picture_is_measured(self, client: Client, cast: Cast) -> None:
        frame(
            cast.stranger.memberships.get().workspace,
            "https://pictures.example.com/still.png",
            png(64, 36),
        )
        answer = client.post(reverse(READ), {"file": upload(self.UNBOUNDED)})
        assert self.codes(answer) == {"assumed"}

    def test_what_is_given_is_read_anew_and_stays_typed(self, client: Client) -> None:
        answer = client.post(reverse(READ), {"file": upload(self.UNBOUNDED)})
        fields = kept_of(answer) | {"name-0-0": "Mine", "measured-0": ["640 x 360", ""]}
        again = client.post(reverse(KEEP), fields | {"again": "1"})
        assert again.status_code == 200
        assert self.codes(again) == {"given", "assumed"}
        brought = kept_of(again)
        assert brought["measured-0"] == fields["measured-0"]
        assert not LayoutTemplate.objects.exists()
        client.post(reverse(KEEP), brought)
        row = LayoutTemplate.objects.get()
        given = dict(zip(fields["measure-0"], row.rules.scene.layouts[::-1], strict=True))
        assert (row.name, given[fields["measure-0"][0]].box[2:]) == ("Mine", (640, 360))

    def test_one_that_leaves_nothing_of_its_item_can_be_mended(self, client: Client) -> None:
        cropped = unbounded("camera") | {"crop_left": 100}
        file = upload(collection(scene("show", cropped), camera()))
        fields = kept_of(client.post(reverse(READ), {"file": file}))
        again = client.post(reverse(KEEP), fields | {"measured-0": "90x90", "again": "1"})
        assert self.codes(again) == {"no_place"}
        assert [(row.name, row.text) for row in found(again)[0].asked] == [("camera", "90x90")]

    @pytest.mark.parametrize("how", [{"again": "1"}, {}])
    def test_what_is_no_size_is_said_beside_its_field(
        self, how: dict[str, str], client: Client
    ) -> None:
        answer = client.post(reverse(READ), {"file": upload(self.UNBOUNDED)})
        refused = client.post(reverse(KEEP), kept_of(answer) | {"measured-0": ["wide", ""]} | how)
        assert refused.status_code == 422
        assert [bool(asked.why_not) for asked in found(refused)[0].asked] == [True, False]
        assert 'aria-describedby="why-0-0"' in refused.content.decode()
        assert not LayoutTemplate.objects.exists()

    def test_of_many_items_the_first_are_asked_for_and_the_others_counted(
        self, client: Client
    ) -> None:
        names = [f"camera {n}" for n in range(MOST_ASKED + 2)]
        many = scene("show", *map(unbounded, names))
        file = collection(many, *[camera(name=name) for name in names])
        answer = client.post(reverse(READ), {"file": upload(file)})
        assert (len(found(answer)[0].asked), found(answer)[0].unasked) == (MOST_ASKED, 2)
        assert "2 more items have no size in the file" in answer.content.decode()

    def test_sizes_of_other_items_than_the_page_asked_for_are_refused(self, client: Client) -> None:
        answer = client.post(reverse(READ), {"file": upload(self.UNBOUNDED)})
        fields = kept_of(answer) | {"measured-0": ["640x360"]}
        refused = client.post(reverse(KEEP), fields)
        assert refused.status_code == 422
        assert "Choose it once more." in refused.content.decode()
        assert not LayoutTemplate.objects.exists()


class TestRefused:
    def test_what_was_pasted_stays_in_the_field(self, client: Client) -> None:
        answer = client.post(reverse(READ), {"text": '{"cameras": "<b>"}', "size": "1x1"})
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "{&quot;cameras&quot;: &quot;&lt;b&gt;&quot;}</textarea>" in html
        assert answer.context["form"].errors.keys() == {"size"}

    @pytest.mark.parametrize("sent", [{}, {"text": ""}, {"text": "hello"}, {"text": "<a/>"}])
    def test_what_can_not_be_read_is_said_beside_its_field(
        self, sent: dict[str, str], client: Client
    ) -> None:
        answer = client.post(reverse(READ), sent)
        assert answer.status_code == 422
        assert answer.context["form"].errors["text"]

    def test_one_that_can_not_be_read_keeps_no_other_back(self, client: Client) -> None:
        sent = {"file": [upload(b"{", "bad.json"), upload(json.dumps(files.ZEGO).encode())]}
        answer = client.post(reverse(READ), sent)
        assert answer.status_code == 200
        assert answer.context["form"].errors["file"][0].startswith("bad.json: ")
        assert len(found(answer)) == 1

    def test_what_is_ticked_is_what_is_kept_also_after_one_that_can_not_be_read(
        self, client: Client
    ) -> None:
        bee, sea = (json.dumps(BODY | {"Name": name}).encode() for name in ("bee", "sea"))
        sent = [upload(b"{", "a.json"), upload(bee, "b.json"), upload(sea, "c.json")]
        answer = client.post(reverse(READ), {"file": sent})
        (ticked,) = [offer for offer in found(answer)[0].offers if offer.name == "bee"]
        client.post(reverse(KEEP), kept_of(answer) | {"take": [ticked.key]})
        row = Origin.objects.get()
        assert (row.template.name, row.file.name) == ("bee", "b.json")

    def test_a_file_after_the_most_scenes_is_said_to_be_left_out(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("studio.editor.arrivals.MOST_SCENES", 1)
        sent = [upload(json.dumps(files.ZEGO).encode(), name) for name in ("a.json", "b.json")]
        answer = client.post(reverse(READ), {"file": sent})
        assert [one.arrival.name for one in found(answer)] == ["a.json"]
        (said,) = answer.context["form"].errors["file"]
        assert said.startswith("b.json: It was left out")

    def test_too_many_and_too_much(self, client: Client) -> None:
        many = [upload(b"{}", f"{n}.json") for n in range(MOST_FILES + 1)]
        assert client.post(reverse(READ), {"file": many}).status_code == 422
        large = json.dumps(BODY["MixedRules"] | {"pad": "x" * 600_000}).encode()
        answer = client.post(reverse(READ), {"file": [upload(large), upload(large)]})
        assert answer.status_code == 422
        assert "KiB" in answer.context["form"].errors["file"][0]
        answer = client.post(reverse(READ), {"file": upload(large)})
        assert (answer.status_code, found(answer)[0].offers[0].is_too_large) == (200, True)
        fields = kept_of(answer) | {"take": ["0-0"]}
        assert client.post(reverse(KEEP), fields).status_code == 422
        assert not LayoutTemplate.objects.exists()

    def test_a_name_that_can_not_be_and_nothing_chosen(self, client: Client) -> None:
        fields = kept_of(client.post(reverse(READ), {"text": json.dumps(BODY)}))
        named = client.post(reverse(KEEP), fields | {"name-0-0": " "})
        assert named.status_code == 422
        assert found(named)[0].offers[0].why_not
        assert json.dumps(BODY) == named.context["form"]["text"].value()
        none = client.post(reverse(KEEP), fields | {"take": []})
        assert (none.status_code, none.context["why"]) == (422, "Choose at least one scene.")
        assert not LayoutTemplate.objects.exists()

    @pytest.mark.parametrize("kept", ["", "%", "AAAA", "eJw="])
    def test_a_page_that_brings_something_else(self, kept: str, client: Client) -> None:
        answer = client.post(reverse(KEEP), {"kept_name": "", "kept": kept, "take": "0-0"})
        assert answer.status_code == 422
        assert client.post(reverse(KEEP), {"take": "0-0"}).status_code == 422

    def test_what_was_not_imported_came_from_nowhere(self, client: Client, cast: Cast) -> None:
        row = template(cast.workspace)
        assert client.get(reverse("template-origin", args=[row.pk])).status_code == 404
