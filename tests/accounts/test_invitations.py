"""An invitation lets one person in, once, while it lasts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection

from studio.accounts.models import Invitation, Membership, NoLongerOpen, Role, User
from studio.audit.models import Entry
from tests import builders
from tests.builders import Cast

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def invited(cast: Cast, role: Role = Role.EDITOR, days: int = 7) -> Invitation:
    token = Invitation.objects.issue(cast.workspace, cast.owner, role, days)
    found = Invitation.objects.of_token(token)
    assert found is not None
    return found


def newcomer(name: str = "ada") -> User:
    return User.objects.create(username=name)


def test_who_accepts_is_in_with_its_role_and_it_is_used_up(cast: Cast) -> None:
    invitation, ada = invited(cast, Role.OPERATOR), newcomer()
    assert invitation.accept(ada).role == Role.OPERATOR
    assert cast.workspace.role_of(ada) is Role.OPERATOR
    with pytest.raises(NoLongerOpen):
        invitation.accept(newcomer("grace"))
    assert [entry.act for entry in Entry.objects.all()] == ["joined", "invited"]


def test_only_the_digest_of_its_token_is_kept(cast: Cast) -> None:
    token = Invitation.objects.issue(cast.workspace, cast.owner, Role.EDITOR, 7)
    assert token not in str(list(Invitation.objects.values())) + str(list(Entry.objects.values()))


@pytest.mark.parametrize(("days", "is_open"), [(0.9, True), (1.1, False)])
def test_it_expires(cast: Cast, days: float, is_open: bool) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        invitation = invited(cast, days=1)
        clock.shift(timedelta(days=days))
        assert invitation.is_open is is_open


def test_it_does_not_outlive_a_clock_that_is_set_back(cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        invitation = invited(cast, days=30)
        clock.shift(-timedelta(days=1))
        assert not invitation.is_open


def test_those_long_over_are_swept_away_by_the_next(cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        for days in (1, 30):
            invited(cast, days=days)
        clock.shift(timedelta(days=32))
        assert Invitation.objects.count() == 2
        invited(cast)
        assert sorted(one.expires_at - NOW for one in Invitation.objects.all()) == [
            timedelta(days=30),
            timedelta(days=39),
        ]


def test_one_withdrawn_lets_nobody_in(cast: Cast) -> None:
    invitation = invited(cast)
    assert Invitation.objects.withdraw() == 1
    with pytest.raises(NoLongerOpen):
        invitation.accept(newcomer())
    assert Invitation.objects.withdraw() == 0


def test_one_to_a_workspace_that_is_gone_lets_nobody_in(cast: Cast) -> None:
    invitation = invited(cast)
    cast.workspace.delete()
    with pytest.raises(NoLongerOpen):
        invitation.accept(newcomer())


@pytest.mark.parametrize(
    ("has", "invited_as", "gets", "is_used"),
    [
        (Role.VIEWER, Role.OPERATOR, Role.OPERATOR, True),
        (Role.ADMIN, Role.EDITOR, Role.ADMIN, False),
        (Role.EDITOR, Role.EDITOR, Role.EDITOR, False),
    ],
)
def test_a_member_keeps_the_higher_role(
    cast: Cast, has: Role, invited_as: Role, gets: Role, is_used: bool
) -> None:
    ada = builders.member(cast.workspace, "ada", has)
    invitation = invited(cast, invited_as)
    assert invitation.accept(ada).role == gets
    assert invitation.is_open is not is_used


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("plain_static")
def test_of_two_at_once_one_joins() -> None:
    cast = builders.cast()
    invitation, people = invited(cast), [newcomer("ada"), newcomer("grace")]
    together = Barrier(len(people))

    def accept(person: User) -> bool:
        together.wait()
        try:
            invitation.accept(person)
        except NoLongerOpen:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor() as threads:
        joined = list(threads.map(accept, people))
    assert sorted(joined) == [False, True]
    assert Membership.objects.filter(user__in=people).count() == 1
    used = Invitation.objects.get()
    assert used.used_by == people[joined.index(True)]
    assert used.used_at
