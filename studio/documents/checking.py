"""The rules as they hold for the cloud that is configured."""

from __future__ import annotations

from django.conf import settings

from studio.rules import checks, validation
from studio.rules.document import Json, MixedRules
from studio.rules.problems import Problem
from studio.rules.validation import Report


def check(rules: MixedRules, *, beside: bool = True) -> list[Problem]:
    """`checks.check`; what that cloud can fetch is no problem, private or not. `beside` says
    whether it may be one that runs beside this studio, as the sandbox does.
    """
    return checks.check(rules, settings.CLOUD_REACHES if beside else checks.NOWHERE)


def examine(rules: Json) -> Report:
    """`validation.examine` of a MixedRules object, for that cloud; its name is no matter."""
    return validation.examine({"Name": "-", "MixedRules": rules}, settings.CLOUD_REACHES)


def validate(data: bytes | str) -> Report:
    """`validation.validate`, for that cloud."""
    return validation.validate(data, settings.CLOUD_REACHES)
