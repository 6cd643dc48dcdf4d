"""Tokens of scripts and panels: what they reach, for how long, and what of them is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from studio.accounts.models import Membership, Role, Scope, Token, User, Workspace
from studio.audit.models import Entry
from tests import builders
from tests.builders import Cast, client_for

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)


def issue(cast: Cast, *scopes: Scope, person: User | None = None, days: int = 1) -> str:
    return Token.objects.issue(
        person or cast.owner,
        cast.workspace,
        name="Stream deck",
        scopes=scopes or (Scope.READ,),
        lifetime=timedelta(days=days),
    )


def ask(token: str, name: str, *args: Any, **body: Any) -> Any:
    headers = {"Authorization": f"Bearer {token}"}
    method = Client().post if body else Client().get
    return method(reverse(name, args=args), headers=headers, **body)


def status(token: str) -> int:
    answer: int = ask(token, "history-json").status_code
    return answer


def test_it_reads_as_its_owner_would(cast: Cast) -> None:
    template = builders.template(cast.workspace)
    answer = ask(issue(cast), "template-opening", template.pk)
    assert answer.status_code == 200
    assert answer.json()["version"] == template.version


@pytest.mark.parametrize(
    ("method", "name"),
    [("get", "template-opening"), ("put", "template-document"), ("post", "template-preview")],
)
def test_its_owners_other_workspace_is_not_there(cast: Cast, method: str, name: str) -> None:
    other = Workspace.objects.open_for(cast.owner, "Elsewhere")
    template = builders.template(other)
    headers = {"Authorization": f"Bearer {issue(cast, Scope.READ, Scope.EDIT)}"}
    address = reverse(name, args=[template.pk])
    answer = Client().generic(method, address, headers=headers)
    assert answer.status_code == 404


def test_none_sees_a_stream_key_whoever_owns_it(cast: Cast) -> None:
    template = builders.template(cast.workspace)
    reader, editor = issue(cast, Scope.READ), issue(cast, Scope.READ, Scope.EDIT)
    urls = [ask(token, "template-opening", template.pk).content for token in (reader, editor)]
    assert [b"/live/keyCANARY" in said for said in urls] == [False, False]


@pytest.mark.parametrize("token", ["", "x", "mixstudio_", "mixstudio_" + "x" * 43, "x" * 9000])
def test_an_unknown_one_is_refused_in_words(cast: Cast, token: str) -> None:
    answer = ask(token, "history-json")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "unknown" in answer.json()["message"]


def test_beside_a_session_the_token_counts(cast: Cast) -> None:
    client = client_for(cast.owner)
    headers = {"Authorization": f"Bearer {issue(cast)}"}
    assert client.get(reverse("templates"), headers=headers).status_code == 403
    assert client.get(reverse("templates")).status_code == 200


def test_it_says_which_scope_is_missing(cast: Cast) -> None:
    template = builders.template(cast.workspace)
    answer = ask(issue(cast), "template-rename", template.pk, data={"name": "Late"})
    assert answer.status_code == 403
    assert "“edit”" in answer.json()["message"]


def test_the_owner_s_role_is_the_most_it_may(cast: Cast) -> None:
    template = builders.template(cast.workspace)
    token = issue(cast, Scope.EDIT, person=cast.editor)
    assert ask(token, "template-rename", template.pk, data={"name": "Late"}).status_code == 302
    Membership.objects.filter(user=cast.editor).update(role=Role.VIEWER)
    assert ask(token, "template-rename", template.pk, data={"name": "Later"}).status_code == 403


def test_it_expires(cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        token = issue(cast, days=7)
        clock.shift(timedelta(days=6, hours=23))
        assert status(token) == 200
        clock.shift(timedelta(hours=2))
        assert status(token) == 401


def test_one_of_a_clock_that_was_set_back_has_expired(cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        token = issue(cast, days=7)
        clock.shift(timedelta(days=-400))
        assert status(token) == 401


def test_who_left_or_may_no_longer_sign_in_left_the_tokens_behind(cast: Cast) -> None:
    left, barred = issue(cast, person=cast.viewer), issue(cast, person=cast.editor)
    assert [status(left), status(barred)] == [200, 200]
    Membership.objects.filter(user=cast.viewer).delete()
    User.objects.filter(pk=cast.editor.pk).update(is_active=False)
    assert [status(left), status(barred)] == [401, 401]


def test_only_its_hash_and_its_last_letters_are_kept(cast: Cast) -> None:
    token = issue(cast)
    rows = str(list(Token.objects.values())) + str(list(Entry.objects.values()))
    assert token not in rows
    assert Token.objects.get().ending == token[-4:]


def test_its_last_use_is_written_down_once_a_minute(cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        token = issue(cast)
        for seconds, used in ((0, NOW), (30, NOW), (31, NOW + timedelta(seconds=61))):
            clock.shift(timedelta(seconds=seconds))
            assert status(token) == 200
            assert Token.objects.get().last_used_at == used


def test_what_it_does_is_on_record_with_its_name(cast: Cast) -> None:
    template = builders.template(cast.workspace)
    ask(issue(cast, Scope.EDIT), "template-rename", template.pk, data={"name": "Late"})
    entry = Entry.objects.get(act="renamed-template")
    assert (entry.person_name, entry.token) == ("owner", "Stream deck")


class TestPage:
    def post(self, user: User, **changes: Any) -> Any:
        data = {"name": "Stream deck", "scopes": ["read"], "days": "30"} | changes
        return client_for(user).post(reverse("tokens"), data)

    def test_shows_a_new_one_once(self, cast: Cast) -> None:
        answer = self.post(cast.operator, scopes=["read", "air"])
        token = Token.objects.get()
        assert (token.person, token.workspace) == (cast.operator, cast.workspace)
        assert token.scopes == ["read", "air"]
        made = answer.context["made"]
        assert status(made) == 200
        assert made in answer.content.decode()
        assert "no-store" in answer.headers["Cache-Control"]
        later = client_for(cast.operator).get(reverse("tokens")).content.decode()
        assert made not in later
        assert f"…{made[-4:]}" in later

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"name": " "}, "Give it a name"),
            ({"name": "x" * 81}, "at most 80 characters"),
            ({"scopes": []}, "Choose at least one"),
            ({"scopes": ["air"]}, "Your role does not go that far"),
            ({"scopes": ["everything"]}, "Your role does not go that far"),
            ({"days": "9999"}, "Choose one of these"),
            ({"days": ""}, "This field is required"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_the_rest(
        self, cast: Cast, changes: dict[str, Any], sentence: str
    ) -> None:
        answer = self.post(cast.editor, **changes)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert not Token.objects.exists()

    def test_everybody_sees_their_own_and_admins_all(self, cast: Cast) -> None:
        self.post(cast.viewer, name="of the viewer")
        self.post(cast.editor, name="of the editor")

        def seen(user: User) -> str:
            return client_for(user).get(reverse("tokens")).content.decode()

        assert "of the editor" not in seen(cast.viewer)
        assert all(f"of the {who}" in seen(cast.teammate) for who in ("viewer", "editor"))

    def test_one_s_own_is_revoked_by_anybody(self, cast: Cast) -> None:
        token = issue(cast, person=cast.viewer)
        address = reverse("token-revoke", args=[Token.objects.get().pk])
        assert client_for(cast.editor).post(address).status_code == 403
        assert client_for(cast.viewer).post(address).status_code == 302
        assert status(token) == 401
        assert Entry.objects.first().act == "revoked-token"  # type: ignore[union-attr]
