"""Who was here before there was a tour already knows the editor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from studio.accounts.models import User
from tests.driving import earlier

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def before() -> Iterator[Any]:
    """The models as they were."""
    yield earlier.migrate([("accounts", "0006_sealed_sessions")])
    earlier.migrate_to_now()


def test_the_tour_is_due_to_newcomers_alone(before: Any) -> None:
    before.get_model("accounts", "User").objects.create(username="ada")
    earlier.migrate_to_now()
    User.objects.create(username="grace")
    assert {user.username: user.toured for user in User.objects.all()} == {
        "ada": True,
        "grace": False,
    }
