"""`manage.py mix templates`: what is saved, taken out and put in by scripts."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError
from django.db import OperationalError, connection
from django.utils.translation import override

from studio.accounts.models import Workspace
from studio.audit.models import Entry
from studio.editor.models import LayoutTemplate
from studio.exports import EXPORTERS
from studio.rules import codec
from tests.builders import Cast, template
from tests.mixes.cli.running import Ran, write
from tests.volcengine.bodies import CANARIES, STREAM_KEY, document, mixed_rules

OURS = [secret for secret in CANARIES if not secret.startswith(("AK", "SK"))]


@pytest.fixture
def row(cast: Cast) -> LayoutTemplate:
    return template(cast.workspace, document(), name="Late news")


def ran(*arguments: object) -> Ran:
    return Ran("templates", *arguments, "--json")


def given(monkeypatch: pytest.MonkeyPatch, value: Any) -> None:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_lists_what_there_is(row: LayoutTemplate, cast: Cast) -> None:
    template(cast.workspace, name="Gone").delete_softly()
    elsewhere = Workspace.objects.get(name="Somebody else's")
    template(elsewhere, name="Theirs")
    found = ran("list").json
    assert [one["name"] for one in found["templates"]] == ["Late news"]
    assert found["error"] is None
    assert found["templates"][0]["id"] == str(row.pk)
    theirs = ran("list", "--workspace", "Somebody else's").json
    assert [one["name"] for one in theirs["templates"]] == ["Theirs"]
    assert "Late news" in Ran("templates", "list").out
    assert ran("list", "--workspace", "none").code == 1


def test_what_is_got_masked_can_be_put_again(
    row: LayoutTemplate, monkeypatch: pytest.MonkeyPatch
) -> None:
    got = Ran("templates", "get", "Late news")
    assert STREAM_KEY not in got.out
    body = json.loads(got.out)
    assert body["Name"] == "Late news"
    given(monkeypatch, body)
    assert ran("put", "Late news").json["templates"][0]["state"] == "same"
    body["MixedRules"]["InputLayout"]["Scene"]["Layout"][0]["X"] = 7
    given(monkeypatch, body)
    assert ran("put", str(row.pk)).json["templates"][0]["state"] == "saved"
    saved = LayoutTemplate.objects.get(pk=row.pk)
    assert saved.version == 2
    assert saved.rules.output == row.rules.output
    assert saved.rules.scene.layouts[0].box.x == 7


def test_what_is_put_twice_in_a_minute_is_kept_twice(
    row: LayoutTemplate, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = row.rules
    body = json.loads(Ran("templates", "get", "Late news").out)
    for x in (7, 8):
        body["MixedRules"]["InputLayout"]["Scene"]["Layout"][0]["X"] = x
        given(monkeypatch, body)
        ran("put", "Late news")
    first, second = row.versions.order_by("pk")
    assert first.rules == before
    assert second.rules.scene.layouts[0].box.x == 7


def test_whole_is_asked_for_and_on_record(row: LayoutTemplate) -> None:
    with override("zh-hans"):
        (found,) = ran("get", str(row.pk), "--whole").json["templates"]
    assert found["rules"] == codec.write(row.rules)
    (entry,) = Entry.objects.filter(act="revealed")
    # Everybody reads it, whatever the terminal speaks.
    assert (entry.key, entry.difference) == (str(row.pk), "its document, by the command line")


def test_a_new_name_makes_a_template(cast: Cast, tmp_path: Path) -> None:
    file = write(tmp_path / "show.json", mixed_rules())
    (made,) = ran("put", "晚间新闻", file).json["templates"]
    assert (made["state"], made["version"]) == ("created", 1)
    assert codec.write(LayoutTemplate.objects.get().rules) == mixed_rules()


@pytest.mark.parametrize("kind", EXPORTERS)
def test_exports_as_the_page_does(kind: str, row: LayoutTemplate, tmp_path: Path) -> None:
    (one,) = ran("export", "Late news", "--format", kind).json["templates"]
    assert not any(secret in one["text"] for secret in OURS)
    done = Ran("templates", "export", "Late news", "--format", kind, "--whole", "--out", tmp_path)
    path = Path(done.out.strip())
    assert path == tmp_path / f"{row.pk}.{EXPORTERS[kind].suffix}"
    assert path.read_text() == EXPORTERS[kind].write(row.name, row.rules)


def test_compares_with_a_file_standard_input_or_another(
    row: LayoutTemplate, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = json.loads(Ran("templates", "get", "Late news").out)
    same = ran("diff", "Late news", write(tmp_path / "same.json", body))
    assert (same.code, same.json["state"]) == (0, "same")
    body["MixedRules"]["InputLayout"]["Scene"]["Layout"][0]["X"] = 7
    given(monkeypatch, body)
    moved = ran("diff", "Late news", "-")
    assert (moved.code, moved.json["state"]) == (6, "differs")
    template(cast.workspace, name="Other")
    assert ran("diff", "Late news", "Other").code == 6


class TestRefused:
    def refused(self, *arguments: object) -> str:
        done = ran(*arguments)
        assert done.code == 1
        assert done.err
        code: str = done.json["error"]["code"]
        return code

    def test_what_is_not_there_or_not_alone(self, row: LayoutTemplate, cast: Cast) -> None:
        assert self.refused("get", "none") == "no_template"
        assert self.refused("diff", "Late news", "none") == "no_template"
        template(cast.workspace, name="Late news")
        assert self.refused("get", "Late news") == "ambiguous"
        assert ran("get", str(row.pk)).code == 0

    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"", "json_empty"),
            (b"{", "json_syntax"),
            (json.dumps(mixed_rules(pad="x" * 300_000)).encode(), "too_large"),
            (b'{"MixedRules": 3}', "wrong_type"),
        ],
    )
    def test_no_document(
        self, data: bytes, code: str, row: LayoutTemplate, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        given(monkeypatch, data)
        assert self.refused("put", "Late news") == code
        assert LayoutTemplate.objects.get().version == 1

    def test_what_was_masked_elsewhere(
        self, row: LayoutTemplate, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        given(monkeypatch, json.loads(Ran("templates", "get", "Late news").out))
        assert self.refused("put", "New") == "veiled"
        assert self.refused("put", " ") == "name"

    def test_no_file(self, row: LayoutTemplate, tmp_path: Path) -> None:
        assert self.refused("put", "New", tmp_path / "none") == "file_unreadable"
        taken = tmp_path / "file"
        taken.touch()
        assert self.refused("export", "Late news", "--out", taken) == "file"

    def test_no_such_format(self, row: LayoutTemplate) -> None:
        with pytest.raises(CommandError, match="invalid choice"):
            ran("export", "Late news", "--format", "docx")


def test_without_a_database_it_says_so(cast: Cast) -> None:
    def fail(*_arguments: object) -> None:
        raise OperationalError("locked")

    with connection.execute_wrapper(fail):
        done = ran("list")
    assert done.code == 7
    assert done.json["error"]["code"] == "no_database"
