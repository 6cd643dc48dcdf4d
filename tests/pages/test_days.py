"""Times as pages write them, until the reader's clock turns them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.template import engines
from django.utils.timezone import localtime
from django.utils.translation import override

from studio.pages.templatetags.days import when

LONG_AGO = datetime(2025, 11, 8, 14, 2, 3, tzinfo=UTC)


def test_of_today_the_time_is_enough() -> None:
    now = localtime()
    assert when(now).endswith(f">{now:%H:%M}</time>")
    assert f'datetime="{now.isoformat()}" data-local=""' in when(now)
    assert when(now, seconds=True).endswith(f'data-local="seconds">{now:%H:%M:%S}</time>')


@pytest.mark.parametrize(
    ("language", "said"), [("en", "8 Nov, 14:02"), ("zh-hans", "11月8日 14:02")]
)
def test_before_today_the_day_is_said_as_well(language: str, said: str) -> None:
    with override(language):
        assert when(LONG_AGO).endswith(f">{said}</time>")
        assert when(LONG_AGO + timedelta(days=30)) != when(LONG_AGO)


def test_of_what_has_not_been_nothing_is_said() -> None:
    page = engines["django"].from_string("{% load days %}{% when never %}{% when unheard_of %}")
    assert page.render({"never": None}) == ""
