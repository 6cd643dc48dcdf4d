"""`mix templates`: the saved documents, listed, taken out and put in, exported and compared.

A template is named by its name, where one alone has it, or by its id. What is secret of it is
masked unless `--whole` asks for it, and that goes on record. `put` takes back what was masked.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import Error
from django.utils.translation import gettext as _

from studio.accounts.models import Workspace
from studio.audit.actors import Actor, acting
from studio.audit.acts import Act
from studio.causes import reason_of
from studio.documents.changes import sentences
from studio.documents.checking import validate
from studio.documents.field import UnreadableRow
from studio.documents.state import EditorState
from studio.documents.veiling import veiled_json
from studio.documents.veils import unveiled_rules, with_veils
from studio.documents.wording import as_json, sentence
from studio.editor.locks import broken_lock
from studio.editor.models import LayoutTemplate, LayoutTemplateQuerySet, Save
from studio.exports import EXPORTERS, text
from studio.library.signed import signed_addresses
from studio.mixes.cli.answers import (
    STANDARD_INPUT,
    Exit,
    Printer,
    data_of,
    problem_lines,
    unreadable,
)
from studio.mixes.cli.comparing import say
from studio.mixes.cli.database import prepare
from studio.pages.versions import StaleVersion
from studio.rules import codec
from studio.rules.checks import check_name
from studio.rules.document import Json, MixedRules
from studio.rules.limits import MAX_SAVED_BYTES
from studio.rules.problems import InvalidDocument, Problem
from studio.sqlite.emptied import Emptied

WORDS = {"created": "made", "saved": "saved", "same": "unchanged"}


class Refused(Exception):
    """It is not done; `code` and the sentence say why."""

    def __init__(self, code: str, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.problems = problems


def templates(printer: Printer, options: dict[str, Any]) -> Exit:
    """One of them all, and what went wrong with it as an answer."""
    deed: Callable[[Printer, Workspace, dict[str, Any]], Exit] = DEEDS[options["deed"]]
    try:
        prepare()
        workspace = _workspace(options["workspace"])
        with acting(lambda: Actor(person=workspace.owner())):
            return deed(printer, workspace, options)
    except Refused as error:
        _say(printer, error.code, str(error), error.problems)
        return Exit.BAD_INPUT
    except InvalidDocument as error:
        first = error.problems[0]
        _say(printer, first.code, sentence(first), error.problems)
        return Exit.BAD_INPUT
    except UnreadableRow:
        _say(printer, "unreadable", _("It was saved by another version, and can’t be read."))
        return Exit.BAD_INPUT
    except (Error, Emptied) as error:
        reason = str(error) if isinstance(error, Emptied) else reason_of(error)
        _say(printer, "no_database", reason)
        return Exit.NO_DATABASE


def _say(printer: Printer, code: str, message: str, problems: Sequence[Problem] = ()) -> None:
    value: dict[str, Any] = {"templates": [], "error": {"code": code, "message": message}}
    if problems:
        value["problems"] = as_json(problems)
    printer.answer(value)
    printer.remark("\n".join([message, *problem_lines(problems)]))


def listed(printer: Printer, workspace: Workspace, options: dict[str, Any]) -> Exit:
    """By name; those in the archive too."""
    del options
    rows = _kept(workspace).order_by("name", "pk").defer("rules", "editor_state")
    found = [_head(row) for row in rows]
    lines = [f"{row['id']}  v{row['version']:<4} {row['name']}" for row in found]
    _answer(printer, found, lines or ["No templates."])
    return Exit.DONE


def got(printer: Printer, workspace: Workspace, options: dict[str, Any]) -> Exit:
    """Each as a body of CreateCloudMixTask."""
    found, lines = [], []
    for row in _named(workspace, options["names"]):
        rules = row.rules_json if _reveals(row, options) else with_veils(row.rules_json)
        found.append(_head(row) | {"rules": rules})
        lines.append(text.as_json({"Name": row.name, "MixedRules": rules}).removesuffix("\n"))
    _answer(printer, found, lines)
    return Exit.DONE


def put(printer: Printer, workspace: Workspace, options: dict[str, Any]) -> Exit:
    """A document in place of the template's, or as a new one. It may have problems, as one that is
    drawn may.
    """
    (name,) = options["names"]
    if problems := check_name(name):
        raise Refused("name", sentence(problems[0]), problems)
    row = _find(workspace, name)
    rules = _document(options["file"], row.held() if row else signed_addresses(workspace))
    if row is None:
        user = workspace.owner()
        row, state = LayoutTemplate.objects.start(workspace, user, name, rules), "created"
    else:
        state = _saved(row, rules)
    value = _head(row) | {"state": state}
    _answer(printer, [value], [f"{WORDS[state]}  v{row.version}  {row.name}"])
    return Exit.DONE


def _saved(row: LayoutTemplate, rules: MixedRules) -> str:
    if codec.write(rules) == row.rules_json:
        return "same"
    if why := broken_lock(EditorState.read(row.editor_state), rules):
        raise Refused("locked", why)
    save = Save(
        version=row.version,
        rules=rules,
        editor_state=row.editor_state,
        client=uuid.uuid4(),
        sequence=1,
    )
    # A whole document is no keystroke amid a version: what it takes the place of is kept.
    row.begun_at = None
    try:
        row.save_document(save, row.workspace.owner())
    except StaleVersion:
        raise Refused("stale", _("Somebody has just saved it. Nothing was done.")) from None
    return "saved"


def exported(printer: Printer, workspace: Workspace, options: dict[str, Any]) -> Exit:
    """To standard output, or each as a file into the folder `out`."""
    exporter, folder = EXPORTERS[options["format"]], options["out"]
    rows = _named(workspace, options["names"])
    found, lines = [], []
    for row in rows:
        rules = row.rules
        if not _reveals(row, options):
            rules = codec.read_rules(veiled_json(codec.write(rules)))
        written = exporter.write(row.name, rules)
        found.append(_head(row) | {"format": exporter.format, "text": written})
        if folder is None:
            lines.append(written.removesuffix("\n"))
        else:
            lines.append(str(_filed(folder, f"{row.pk}.{exporter.suffix}", written)))
    _answer(printer, found, lines)
    return Exit.DONE


def _filed(folder: Path, name: str, written: str) -> Path:
    """A file by the template's id: names may be the same, and hold what no file's does."""
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(written, encoding="utf-8")
    except OSError as error:
        raise Refused("file", f"{path}: {error.strerror}") from None
    return path


def compared(printer: Printer, workspace: Workspace, options: dict[str, Any]) -> Exit:
    """What the second changes of the first: another template, a file, or standard input."""
    (before,) = _named(workspace, [options["before"]])
    after: str = options["after"]
    if after == STANDARD_INPUT or Path(after).is_file():
        new = _document(after, before.held())
    else:
        (other,) = _named(workspace, [after])
        new = other.rules
    return say(printer, sentences(before.rules, new))


def _workspace(name: str | None) -> Workspace:
    """The first one, unless another is named."""
    if name is None:
        return Workspace.objects.embedded()
    found = list(Workspace.objects.filter(name=name)[:2])
    if len(found) != 1:
        raise Refused("no_workspace", _("No workspace alone has the name “%s”.") % name)
    return found[0]


def _kept(workspace: Workspace) -> LayoutTemplateQuerySet:
    rows: LayoutTemplateQuerySet = LayoutTemplate.objects.filter(workspace=workspace).kept()
    return rows


def _named(workspace: Workspace, names: Sequence[str]) -> list[LayoutTemplate]:
    """All of them, or none: raises Refused."""
    found = []
    for name in names:
        row = _find(workspace, name)
        if row is None:
            raise Refused("no_template", _("There is no template “%s”.") % name)
        found.append(row)
    return found


def _find(workspace: Workspace, name: str) -> LayoutTemplate | None:
    """By its id, else by its name. Raises Refused where several have that."""
    rows = _kept(workspace).select_related("workspace")
    try:
        by_id = rows.filter(pk=name).first()
    except ValidationError:
        by_id = None
    found = [by_id] if by_id else list(rows.filter(name=name)[:2])
    if len(found) > 1:
        raise Refused(
            "ambiguous", _("Several templates have the name “%s”: say the id of one.") % name
        )
    return found[0] if found else None


def _document(file: str, held: Iterable[Json]) -> MixedRules:
    """The document in a file, with what is `held` in place of its veils. Raises InvalidDocument."""
    try:
        data = data_of(file)
    except OSError as error:
        raise InvalidDocument((unreadable(error),)) from None
    report = validate(data)
    if report.body is None:
        raise InvalidDocument(report.problems)
    if len(data) > MAX_SAVED_BYTES:
        raise Refused("too_large", _("It is larger than any template may be."))
    return codec.read_rules(unveiled_rules(codec.write(report.body.rules), held))


def _reveals(row: LayoutTemplate, options: dict[str, Any]) -> bool:
    if options["whole"]:
        row.log(Act.REVEALED, "its document, by the command line")
    return bool(options["whole"])


def _head(row: LayoutTemplate) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "name": row.name,
        "version": row.version,
        "updated_at": row.updated_at.isoformat(timespec="seconds"),
        "tags": row.tags,
        "archived": row.is_archived,
    }


def _answer(printer: Printer, found: list[dict[str, Any]], lines: Sequence[str]) -> None:
    printer.answer({"templates": found, "error": None}, *lines)


DEEDS = {
    "list": listed,
    "get": got,
    "put": put,
    "export": exported,
    "diff": compared,
}
