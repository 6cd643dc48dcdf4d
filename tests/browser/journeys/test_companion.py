"""A show from the buttons of Companion: its module in Node.js, at a studio that runs a task."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.driving import air
from tests.driving.companion import MODULE, PACKAGES, companion, missing
from tests.driving.processes import RunningStudio

MISSING = missing()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING or "")

TOKEN = """
from studio.accounts.models import Scope, Workspace
from tests.access import issued
workspace = Workspace.objects.embedded()
scopes = [Scope.READ, Scope.PREPARE, Scope.AIR]
print(issued(workspace.owner(), workspace, scopes)["Authorization"].removeprefix("Bearer "))
"""
LIGHTS: list[list[Any]] = [
    *([name] for name in ("armed", "waiting", "applied", "not_applied", "on_air")),
    *(["source_program", {"source": "pitch"}], ["source_preview", {"source": "pitch"}]),
    *(["look_on_air", {"number": n}] for n in (1, 2, 3)),
    *(["look_preview", {"number": n}] for n in (1, 2, 3)),
]


def operations(studio: RunningStudio) -> int:
    count: int = studio.rows("SELECT COUNT(*) FROM mixes_operation")[0][0]
    return count


def test_looks_are_prepared_armed_and_taken_and_nothing_by_one_press(
    air_studio: RunningStudio, tmp_path: Path
) -> None:
    studio = air_studio
    token = studio.manage("shell", "--verbosity", "0", "--command", TOKEN).splitlines()[-1]
    air.aired(studio)
    with companion(tmp_path, studio.url, token, LIGHTS) as deck:
        deck.lit(on_air=True, armed=False, look_on_air_1=True, source_program_pitch=False)
        assert (deck.status, deck.variables["look_2"]) == ("ok", "Match with score")

        sent = operations(studio)
        deck.press("prepare", number=2)
        deck.lit(look_preview_2=True, source_preview_pitch=True)
        deck.press("take")
        assert deck.log[-1] == "TAKE is not armed, or has let go. Nothing was sent."
        deck.press("arm")
        deck.lit(armed=True)
        # Armed for another preview.
        deck.press("prepare", number=3)
        deck.press("take")
        deck.press("prepare", number=20)
        assert deck.log[-1] == "There is no look 20."
        assert operations(studio) == sent
        # What is lit until this is told is the look before.
        deck.lit(look_preview_3=True)

        deck.press("prepare", number=2)
        deck.lit(look_preview_2=True)
        deck.press("arm")
        deck.press("take")
        deck.lit(look_on_air_2=True, source_program_pitch=True, applied=True, waiting=False)
        deck.press("back")
        deck.lit(armed=True)
        assert deck.variables["preview"] == "Thursday talk show"
        deck.press("take")
        deck.lit(look_on_air_1=True, source_program_pitch=False, applied=True, armed=False)
        assert operations(studio) == sent + 2

        newest = "id = (SELECT id FROM mixes_operation ORDER BY created_at DESC LIMIT 1)"
        studio.rows(f"UPDATE mixes_operation SET state = 'refused' WHERE {newest}")
        deck.lit(not_applied=True, applied=False)
        studio.rows(f"UPDATE mixes_operation SET state = 'accepted' WHERE {newest}")

        # Without a word from the studio nothing is lit; it comes again by itself.
        (expires,) = studio.rows("SELECT expires_at FROM accounts_token ORDER BY id DESC")[0]
        studio.rows("UPDATE accounts_token SET expires_at = '2020-01-01 00:00:00'")
        deck.until(lambda: deck.status == "authentication_failure", "it is let in no longer")
        deck.until(lambda: not any(deck.lights.values()), "all lights are off")
        studio.rows("UPDATE accounts_token SET expires_at = ?", expires)
        deck.lit(on_air=True, look_on_air_1=True)


def test_its_base_is_the_one_that_it_names() -> None:
    named = json.loads((MODULE / "package.json").read_text())["dependencies"]
    (name, version), *others = named.items()
    installed = json.loads((PACKAGES / name / "package.json").read_text())
    manifest = json.loads((MODULE / "companion" / "manifest.json").read_text())
    assert others == []
    assert (installed["version"], manifest["runtime"]["apiVersion"]) == (version, version)
