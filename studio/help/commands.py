"""Every command of the studio, as its own parser tells it."""

from __future__ import annotations

from argparse import PARSER, Action, ArgumentParser, HelpFormatter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.management import BaseCommand, get_commands, load_command_class

OURS = "studio."
# Wide enough for the longest: the page wraps it.
WIDTH = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Argument:
    """`spelled` as it is typed, and what is said of it."""

    spelled: str
    says: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """`name` with what it is part of (`mix templates put`); the arguments that need a word."""

    name: str
    purpose: str
    usage: str
    arguments: tuple[Argument, ...]

    @property
    def anchor(self) -> str:
        return self.name.replace(" ", "-")


def commands() -> list[Command]:
    """In the order of their names; what one consists of follows it."""
    return [
        command
        for name, parser in parsers()
        for command in told(name, parser, parser.description or "")
    ]


def parsers() -> Iterator[tuple[str, ArgumentParser]]:
    for name, app in sorted(get_commands().items()):
        if isinstance(app, str) and app.startswith(OURS):
            yield name, load_command_class(app, name).create_parser("manage.py", name)


def told(name: str, parser: ArgumentParser, purpose: str) -> Iterator[Command]:
    actions = own_actions(parser)
    said = [Argument(spelled=spelled(each), says=each.help) for each in actions if each.help]
    yield Command(name=name, purpose=purpose, usage=usage(name, actions), arguments=tuple(said))
    for action in actions:
        for part, inside, says in parts(action):
            yield from told(f"{name} {part}", inside, says)


def own_actions(parser: ArgumentParser) -> list[Action]:
    """Without those that every command of Django has. argparse has no public name for them."""
    usual = BaseCommand().create_parser("manage.py", "")._actions  # noqa: SLF001
    known = {each.dest for each in usual}
    return [each for each in parser._actions if each.dest not in known]  # noqa: SLF001


def parts(action: Any) -> list[tuple[str, ArgumentParser, str]]:
    """The commands that one consists of: name, parser, what each is for."""
    if action.nargs != PARSER:
        return []
    told = action._choices_actions  # noqa: SLF001  # argparse has no public name for them
    return [(each.dest, action.choices[each.dest], each.help) for each in told]


def usage(name: str, actions: list[Action]) -> str:
    formatter = HelpFormatter(f"manage.py {name}", width=WIDTH)
    formatter.add_usage(None, actions, [], prefix="")
    return formatter.format_help().strip()


def spelled(action: Action) -> str:
    if not action.option_strings:
        return str(action.metavar or action.dest)
    value = "" if action.nargs == 0 else f" {action.metavar or choices(action)}"
    return ", ".join(action.option_strings) + value


def choices(action: Action) -> str:
    return f"{{{','.join(map(str, action.choices))}}}" if action.choices else action.dest.upper()
