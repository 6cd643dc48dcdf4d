"""The audit log as a page, and as a file for a spreadsheet or a program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from studio import tables
from studio.accounts.access import Request, current_workspace
from studio.accounts.audit.filter import AuditFilter
from studio.accounts.bearer import for_tokens
from studio.accounts.models import Role, Scope
from studio.audit.models import Entry

COLUMNS = (
    "at",
    "person",
    "role",
    "token",
    "address",
    "act",
    "name",
    "difference",
    "outcome",
    "kind",
    "key",
    "id",
)
# Where what an entry names has a page.
PAGES = {"mixes.mixtask": "task", "editor.layouttemplate": "template-edit"}
Writer = Callable[[Iterable[dict[str, Any]]], Iterator[str]]


@dataclass(frozen=True, kw_only=True)
class AuditRow:
    """An entry as the page shows it: `address` is that of what it names, or empty."""

    entry: Entry
    role: str
    address: str


@never_cache
@require_safe
def audit(request: Request) -> HttpResponse:
    """Newest first; a filter that can't be read is answered 422."""
    form = filter_of(request)
    valid = form.is_valid()
    entries, more = form.page() if valid else ([], False)
    context = {
        "list": "audit",
        "form": form,
        "rows": [shown(entry) for entry in entries],
        "last": entries[-1].pk if more else None,
        "zone": timezone.get_default_timezone_name(),
    }
    status = HTTPStatus.OK if valid else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "accounts/audit/audit.html", context, status=status)


@for_tokens(Scope.READ)
@never_cache
@require_safe
def audit_csv(request: Request) -> HttpResponseBase:
    return exported(request, partial(tables.as_csv, COLUMNS), "text/csv; charset=utf-8", "csv")


@for_tokens(Scope.READ)
@never_cache
@require_safe
def audit_json(request: Request) -> HttpResponseBase:
    return exported(request, tables.as_json, "application/json", "json")


def exported(request: Request, write: Writer, content_type: str, suffix: str) -> HttpResponseBase:
    """All entries the filter asks for, written while they are read; 422 with a sentence if not."""
    form = filter_of(request)
    if not form.is_valid():
        why = " ".join(str(sentence) for errors in form.errors.values() for sentence in errors)
        plain = "text/plain; charset=utf-8"
        return HttpResponse(why, content_type=plain, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    name = f"audit-{timezone.localdate():%Y-%m-%d}.{suffix}"
    return StreamingHttpResponse(
        write(map(record, form.every_row())),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def filter_of(request: Request) -> AuditFilter:
    return AuditFilter(request.GET, request.user, current_workspace(request))


def record(entry: Entry) -> dict[str, Any]:
    """The values of COLUMNS; the time in STUDIO_TIME_ZONE, with its offset."""
    return {
        "at": timezone.localtime(entry.at).isoformat(timespec="seconds"),
        "person": entry.person_name,
        "role": entry.role,
        "token": entry.token,
        "address": entry.address,
        "act": entry.act,
        "name": entry.name,
        "difference": entry.difference,
        "outcome": entry.outcome,
        "kind": entry.kind,
        "key": entry.key,
        "id": entry.pk,
    }


def shown(entry: Entry) -> AuditRow:
    role = Role(entry.role).label if entry.role in Role else ""
    return AuditRow(entry=entry, role=str(role), address=page_of(entry))


def page_of(entry: Entry) -> str:
    """The address of what the entry names, empty where it has no page."""
    view = PAGES.get(entry.kind)
    return reverse(view, args=[entry.key]) if view else ""
