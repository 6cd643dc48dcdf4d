"""The figures that the written pages name, each taken from where the program has it.

A page says `{sources}` where people read 8, so that none of them goes stale in any language.
"""

from __future__ import annotations

from datetime import timedelta

from studio.api.arming import SECONDS
from studio.library.models.frame import AGES, FIRST_PAUSE, Kind
from studio.mixes.control.notes import SILENCE
from studio.mixes.control.preview import DIGITS
from studio.mixes.models import MixTask
from studio.mixes.models.operation import GRACE, INQUIRIES, INQUIRIES_NEEDED, PATIENCE
from studio.mixes.models.run import LIFETIME, NEAR_END
from studio.rules.limits import LAYER, MAX_LOGOS, MAX_SOURCES, SAFE_AREAS, SCENE_SIDE
from studio.volcengine.sandbox.tasks import SOURCELESS

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def figures() -> dict[str, int | str]:
    """By the word that stands for each; times in the unit that the pages name beside it."""
    (_begins, brisk), (asked_for, gentle) = INQUIRIES
    planned = LIFETIME - NEAR_END
    return {
        "sources": MAX_SOURCES,
        "logos": MAX_LOGOS,
        "layer_least": LAYER.min,
        "layer_most": LAYER.max,
        "side_least": SCENE_SIDE.min,
        "side_most": SCENE_SIDE.max,
        "action": percent(SAFE_AREAS["action"]),
        "graphics": percent(SAFE_AREAS["graphics"]),
        "live_seconds": counted(AGES[Kind.LIVE], SECOND),
        "file_hours": counted(AGES[Kind.VOD], HOUR),
        "pause_seconds": counted(FIRST_PAUSE, SECOND),
        "life_days": counted(LIFETIME, DAY),
        "planned_days": planned // DAY,
        "planned_hours": counted(planned % DAY, HOUR),
        "sourceless_seconds": counted(timedelta(seconds=SOURCELESS), SECOND),
        "digits": DIGITS,
        "armed_seconds": SECONDS,
        "applied_seconds": counted(MixTask.APPLY_PATIENCE, SECOND),
        "silence_seconds": counted(SILENCE, SECOND),
        "patience_seconds": counted(PATIENCE, SECOND),
        "brisk_seconds": counted(brisk, SECOND),
        "gentle_seconds": counted(gentle, SECOND),
        "asked_minutes": counted(asked_for, MINUTE),
        "inquiries": INQUIRIES_NEEDED,
        "grace_seconds": counted(GRACE, SECOND),
    }


def counted(span: timedelta, unit: timedelta) -> int:
    """How many units it is. Raises ValueError for what is no whole number of them."""
    count, rest = divmod(span, unit)
    if rest:
        raise ValueError(f"{span} is not counted in {unit}")
    return count


def percent(share: float) -> str:
    return f"{share * 100:g}"
