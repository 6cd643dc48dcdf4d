"""What is done to a saved address: each change with its entry in the audit log, in one transaction.

Documents have addresses of their own. A change here reaches the templates that somebody chose to
have it, each with its version before that kept; it never reaches a task.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from studio.accounts.models import User, Workspace
from studio.audit.acts import Act
from studio.audit.models import Entry
from studio.documents.state import ParkedSource, without_choices
from studio.editor.models import LayoutTemplate
from studio.library.models import Saved, Sort
from studio.library.models.saved import folded
from studio.pages.versions import StaleVersion
from studio.rules import codec
from studio.rules.redaction import redact
from studio.saved.uses import URL, with_address


@transaction.atomic
def add(workspace: Workspace, user: User, sort: Sort, values: dict[str, str]) -> Saved:
    """`values` are name, type and url. Raises IntegrityError where the name is taken meanwhile."""
    name, type_, url = (values[field] for field in ("name", "type", "url"))
    saved = Saved(workspace=workspace, sort=sort, name=name, type=type_, created_by=user)
    saved.put_url(url)
    saved.save(force_insert=True)
    record(Act.ADDRESS_SAVED, saved, redact(url))
    return saved


@transaction.atomic
def change(
    saved: Saved,
    version: int,
    values: dict[str, str],
    user: User,
    templates: Iterable[LayoutTemplate] = (),
) -> int:
    """Its name, type and address, and the address in these templates; how many of them have another
    one now.

    Raises StaleVersion, IntegrityError as `add` does, and InvalidDocument of a template that can't
    be read; then nothing is changed.
    """
    before, after = (saved.name, saved.url), (values["name"], values["url"])
    is_elsewhere = (saved.url, saved.type) != (values["url"], values["type"])
    saved.name, saved.type = values["name"], values["type"]
    saved.put_url(values["url"])
    write(saved, version)
    shown = (before[0], redact(before[1])), (after[0], redact(after[1]))
    told = [
        f"{old} → {new}"
        for old, new, *pair in zip(*shown, before, after, strict=True)
        if pair[0] != pair[1]
    ]
    record(Act.SAVED_CHANGED, saved, "; ".join(told))
    said = {URL: values["url"]} | ({"Type": values["type"]} if values["type"] else {})
    following = list(templates) if is_elsewhere else []
    for template in following:
        follow(template, saved, before[1], said, user)
    return len(following)


def write(saved: Saved, version: int) -> None:
    """Raises StaleVersion where it is no longer as a page of this version showed it."""
    saved.version, saved.changed_at = version + 1, timezone.now()
    saved.folded = folded(saved.name)
    columns = ("name", "folded", "type", "address", "version", "changed_at")
    rows = Saved.objects.filter(pk=saved.pk, version=version)
    if not rows.update(**{name: getattr(saved, name) for name in columns}):
        raise StaleVersion


def follow(
    template: LayoutTemplate, saved: Saved, before: str, said: dict[str, str], user: User
) -> None:
    """Has it another address in place of `before`; what it was is kept among its versions."""
    template.keep_what_is_saved()
    seats = [(one.id, one.url) for one in codec.read_rules(template.rules_json).sources]
    seats += [one for one in template.state.parked if isinstance(one, ParkedSource)]
    slots = {name for name, url in seats if url == before != said[URL]}
    rules = codec.read_rules(with_address(template.rules_json, before, said))
    state = with_address(without_choices(template.editor_state, slots), before, said)
    template.replace(template.version, rules, state, user)
    template.log(Act.FOLLOWED_ADDRESS, saved.name)


@transaction.atomic
def delete(saved: Saved, version: int) -> None:
    """Documents that have its address keep it. Raises StaleVersion."""
    deleted, _rows = Saved.objects.filter(pk=saved.pk, version=version).delete()
    if not deleted:
        raise StaleVersion
    record(Act.SAVED_DELETED, saved, redact(saved.url))


def record(act: Act, saved: Saved, difference: str) -> None:
    Entry.objects.record(
        act, workspace=saved.workspace, thing=saved, name=saved.name, difference=difference
    )
