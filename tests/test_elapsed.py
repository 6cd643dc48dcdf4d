"""When a stored time is over, whatever the clock did since."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from studio.elapsed import is_lately, lately, long_ago, over
from studio.mixes.models import Account

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seconds", "is_over", "is_long_ago"),
    [
        (-3600, True, True),
        (-61, True, True),
        (-59, True, False),
        (-1, True, False),
        # Ahead: as far as it may be set, and as far as clocks may differ.
        (1, False, False),
        (9, False, False),
        (11, False, True),
        (59, False, True),
        (69, False, True),
        (71, True, True),
        (3600, True, True),
    ],
)
def test_a_time_further_ahead_than_it_is_ever_set_is_over(
    seconds: int, is_over: bool, is_long_ago: bool
) -> None:
    moment = NOW + timedelta(seconds=seconds)
    Account.objects.create(listed_at=moment)
    with time_machine.travel(NOW, tick=False):
        found = [
            Account.objects.filter(rows).exists()
            for rows in (
                over("listed_at", MINUTE),
                long_ago("listed_at", MINUTE),
                lately("listed_at", MINUTE),
            )
        ]
        assert is_lately(moment, MINUTE) is not is_long_ago
    assert found == [is_over, is_long_ago, not is_long_ago]


@pytest.mark.django_db
def test_what_never_was_is_neither() -> None:
    Account.objects.create()
    for rows in (over, long_ago, lately):
        assert not Account.objects.filter(rows("listed_at", MINUTE)).exists()
    assert not is_lately(None, MINUTE)
