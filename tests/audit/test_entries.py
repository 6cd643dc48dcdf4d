"""What is on record stays as it was written, and says who did it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from studio.accounts.acting import ActorMiddleware
from studio.accounts.models import Role
from studio.audit.actors import Actor, acting, current
from studio.audit.acts import Act, Outcome
from studio.audit.models import Entry, Unchangeable
from tests import builders
from tests.builders import Cast


def test_an_entry_says_who_did_what_to_which(cast: Cast) -> None:
    template = builders.template(cast.workspace, name="Evening news")
    cast.operator.first_name = "Ada"
    ada = Actor(person=cast.operator, token="panel", address="203.0.113.7")
    with acting(lambda: ada):
        Entry.objects.record(
            Act.PUSHED,
            workspace=cast.workspace,
            thing=template,
            name=template.name,
            outcome=Outcome.QUEUED,
        )
    found = Entry.objects.get()
    assert (found.person_id, found.person_name) == (cast.operator.pk, "Ada")
    assert (found.role, found.token, found.address) == (Role.OPERATOR, "panel", "203.0.113.7")
    assert (found.kind, found.key) == ("editor.layouttemplate", str(template.pk))
    assert (found.act, found.name, found.outcome) == (Act.PUSHED, "Evening news", Outcome.QUEUED)


def test_what_nobody_did_the_studio_did(cast: Cast) -> None:
    found = Entry.objects.record(Act.STOPPED, workspace=cast.workspace)
    assert (found.person_id, found.person_name, found.role, found.address) == (None, "", "", None)


def test_a_request_is_its_person_s_from_its_address(cast: Cast) -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        request.user = cast.viewer
        Entry.objects.record(Act.SIGNED_IN, workspace=cast.workspace)
        return HttpResponse()

    request = RequestFactory().get("/", REMOTE_ADDR="198.51.100.4")
    request.user = AnonymousUser()
    ActorMiddleware(answer)(request)
    found = Entry.objects.get()
    assert (found.person_name, found.role, found.address) == ("viewer", "viewer", "198.51.100.4")
    assert current() == Actor()


def test_it_outlives_whom_and_what_it_names(cast: Cast) -> None:
    with acting(lambda: Actor(person=cast.editor)):
        Entry.objects.record(Act.SIGNED_IN, workspace=cast.workspace)
    cast.editor.delete()
    cast.workspace.delete()
    assert Entry.objects.get().person_name == "editor"


def test_it_stays_as_it_was_written(cast: Cast) -> None:
    found = Entry.objects.record(Act.SIGNED_IN)
    found.name = "another"
    with pytest.raises(Unchangeable):
        found.save()
    with pytest.raises(Unchangeable):
        Entry.objects.update(name="another")


def test_an_act_of_a_later_version_is_told_by_its_code() -> None:
    assert Entry(act="danced").act_in_words == "danced"
    assert Entry(act=Act.PUSHED).act_in_words == "pushed"
