"""Pictures, thumbnails and MixedRules of what is saved."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from studio.editor.models import LayoutTemplate
from studio.rules import codec, validation
from studio.rules.geometry import Box
from tests.builders import Cast, client_for, document, frame, png, rewrite, save_request, template


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.editor)


@pytest.fixture
def row(cast: Cast, data: Path) -> LayoutTemplate:
    return template(cast.workspace)


@pytest.mark.parametrize(("suffix", "kind"), [("png", "PNG"), ("jpg", "JPEG")])
def test_the_picture_is_as_large_as_the_scene(
    client: Client, row: LayoutTemplate, suffix: str, kind: str
) -> None:
    answer = client.get(reverse("template-picture", args=[row.pk, suffix]))
    picture = Image.open(BytesIO(answer.content))
    assert (picture.format, picture.size) == (kind, (1920, 1080))
    assert answer["Content-Disposition"] == f'attachment; filename="Thursday talk show.{suffix}"'


def test_boxes_and_safe_areas_are_marked_when_asked_for(
    client: Client, row: LayoutTemplate
) -> None:
    def shown(*marks: str) -> Image.Image:
        address = reverse("template-picture", args=[row.pk, "png"])
        return Image.open(BytesIO(client.get(address, {"show": marks}).content))

    plain = shown()
    pictures = [plain, shown("boxes"), shown("safe"), shown("boxes", "safe")]
    assert len({picture.tobytes() for picture in pictures}) == len(pictures)
    assert {picture.size for picture in pictures} == {plain.size}


def test_a_mark_there_is_not_is_said(client: Client, row: LayoutTemplate) -> None:
    answer = client.get(reverse("template-picture", args=[row.pk, "png"]), {"show": "x"})
    assert answer.status_code == 400
    assert b"nothing of this name" in answer.content


def test_there_is_no_picture_of_another_kind(client: Client, row: LayoutTemplate) -> None:
    assert client.get(reverse("template-picture", args=[row.pk, "gif"])).status_code == 404


@pytest.mark.parametrize("name", ["template-picture", "template-thumbnail"])
def test_of_a_scene_too_large_no_picture_is_made(
    client: Client, row: LayoutTemplate, name: str
) -> None:
    rewrite(LayoutTemplate.objects.all(), rules=document(width=100_000))
    args = [row.pk, "png"] if name == "template-picture" else [row.pk]
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 422
    assert b"No picture can be made" in answer.content


def test_mixedrules_are_the_body_the_cloud_takes(cast: Cast, row: LayoutTemplate) -> None:
    """Where it is whole: see test_veiled.py for who has it how."""
    answer = client_for(cast.operator).post(reverse("template-mixedrules-whole", args=[row.pk]))
    report = validation.validate(answer.content)
    assert json.loads(answer.content) == {"Name": row.name, "MixedRules": codec.write(row.rules)}
    assert report.verdict == "ok"


@pytest.mark.parametrize("name", ["a/b\\c", 'a"b', "名字", "a;b=c", ".."])
def test_a_name_is_no_path_and_breaks_no_header(
    client: Client, row: LayoutTemplate, name: str
) -> None:
    LayoutTemplate.objects.update(name=name)
    answer = client.get(reverse("template-mixedrules", args=[row.pk]))
    said = answer["Content-Disposition"]
    assert answer.status_code == 200
    assert said.startswith("attachment; filename")
    assert "/" not in said
    assert "\\" not in said


def thumbnail(client: Client, row: LayoutTemplate, known: str = "") -> tuple[int, str, bytes]:
    headers = {"If-None-Match": known} if known else {}
    answer = client.get(reverse("template-thumbnail", args=[row.pk]), headers=headers)
    return answer.status_code, answer["ETag"], answer.content


def test_a_thumbnail_is_small_and_sent_once(client: Client, row: LayoutTemplate) -> None:
    status, stamp, content = thumbnail(client, row)
    assert (status, Image.open(BytesIO(content)).size) == (200, (480, 270))
    assert thumbnail(client, row, stamp) == (304, stamp, b"")
    assert thumbnail(client, row) == (200, stamp, content)


def test_a_thumbnail_changes_with_the_document_and_with_its_pictures(
    client: Client, row: LayoutTemplate, data: Path
) -> None:
    stamps = [thumbnail(client, row)[1]]
    frame(row.workspace, "https://pictures.example.com/1.jpg", png())
    stamps.append(thumbnail(client, row)[1])
    moved = codec.write(document(Box(0, 0, 960, 540)))
    client.put(reverse("template-document", args=[row.pk]), **save_request(moved, version=1))
    stamps.append(thumbnail(client, row)[1])
    assert len(set(stamps)) == 3
    assert len(list(data.glob("thumbnails/*"))) == 1
