"""What is answered of documents and templates, and of what goes into them. Times are ISO 8601 with
their offset.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel


class Fault(BaseModel):
    """One thing that is wrong, as `mix validate` says it."""

    path: str
    code: str
    severity: Literal["error", "warning"]
    message: str


class Problem(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str = ""
    problems: list[Fault] = []


class Facts(BaseModel):
    """The scene's size in pixels, and how much is in it or wrong with it."""

    width: int
    height: int
    sources: int
    logos: int
    errors: int
    warnings: int


class Template(BaseModel):
    """`facts` is null where another version of the studio saved it."""

    id: UUID
    name: str
    tags: list[str]
    is_archived: bool
    version: int
    created_at: datetime
    changed_at: datetime
    changed_by: str
    facts: Facts | None


class TemplateWhole(Template):
    """`rules` is MixedRules, its secrets masked."""

    rules: dict[str, Any]
    problems: list[Fault]


class Version(BaseModel):
    """Of a template, as it was. `reason` says why it was kept."""

    id: int
    version: int
    name: str
    reason: Literal["made", "import", "save", "push", "take", "restore"]
    by: str
    at: datetime


class VersionWhole(Version):
    """`rules` is MixedRules, its secrets masked; `changes` are sentences."""

    rules: dict[str, Any]
    changes: list[str]


class Versions(BaseModel):
    items: list[Version]
    next: str | None


class Templates(BaseModel):
    items: list[Template]
    next: str | None


class TemplatesMade(BaseModel):
    items: list[Template]


class Verdict(BaseModel):
    verdict: Literal["ok", "warning", "error"]
    problems: list[Fault]


class ImportedLine(BaseModel):
    path: str
    outcome: Literal["exact", "adapted", "left_out"]
    px: float | None
    message: str


class ImportedScene(Verdict):
    """`rules` is MixedRules, which the verdict and the problems are of."""

    name: str
    rules: dict[str, Any]
    report: list[ImportedLine]


class Imported(BaseModel):
    format: str
    scenes: list[ImportedScene]


class Source(BaseModel):
    """One address of a source or logo that pictures were fetched of, its signature left out.

    `fetching` says that a newer picture is on its way; `second` how far into a video it is.
    """

    id: UUID
    url: str
    kind: Literal["pic", "vod", "live"]
    second: int
    state: Literal["pending", "ready", "failed"]
    fetching: bool
    width: int | None
    height: int | None
    duration: float | None
    rate: float | None
    sound: bool | None
    doubts: list[str]
    message: str
    fetched_at: datetime | None


class Sources(BaseModel):
    items: list[Source]
    next: str | None


class SavedOne(BaseModel):
    """`type` is "" of what is no source; the size is its picture's in pixels, once there is one."""

    id: UUID
    sort: Literal["source", "logo", "destination"]
    name: str
    type: Literal["pic", "vod", "live", ""]
    url: str
    version: int
    changed_at: datetime
    width: int | None
    height: int | None


class SavedList(BaseModel):
    items: list[SavedOne]
    next: str | None
