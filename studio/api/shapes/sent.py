"""What requests hold. A field that nobody knows is refused, and so is a value of another type."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from studio.editor import tags
from studio.library.models.saved import LONGEST_NAME
from studio.mixes.models.states import Outcome
from studio.rules.limits import MAX_NAME_LENGTH, MAX_URL_LENGTH, SCENE_SIDE

Tags: Any = Field(default=[], max_length=tags.MOST, description="One word each.")
Rules = Field(description="MixedRules: InputLayout, InputSource, Output.")
Name = Field(min_length=1, max_length=MAX_NAME_LENGTH)
# Letters that say nothing of what they hold; `next` of a page gives them.
Place = Field("", max_length=300, description="`next` of the page before.")
Words = Field("", max_length=100, description="Words that each have to be found.")


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class TemplateSent(Strict):
    name: str = Name
    tags: list[str] = Tags
    rules: dict[str, Any] = Rules


class TemplateChanged(Strict):
    """What is left out stays as it is."""

    name: str | None = Field(None, min_length=1, max_length=MAX_NAME_LENGTH)
    tags: list[str] | None = Field(None, max_length=tags.MOST, description="One word each.")
    is_archived: bool | None = None


class VersionKept(Strict):
    name: str = Name


class VersionNamed(Strict):
    name: str = Field(max_length=MAX_NAME_LENGTH, description="Empty takes it back.")


class PushSent(Strict):
    name: str | None = Field(None, max_length=MAX_NAME_LENGTH, description="Of the task.")
    cloud: UUID | None = Field(None, strict=False, description="The `id` of one of `clouds`.")


class PreviewSent(Strict):
    """What to show next: one of the three."""

    template: UUID | None = Field(None, strict=False)
    look: int | None = Field(None, ge=0, lt=10**15, description="Of the rundown.")
    operation: UUID | None = Field(None, strict=False, description="What was on air before.")


class TakeSent(Strict):
    armed: str = Field(max_length=200, description="What arming answered.")


class SavedSent(Strict):
    sort: Literal["source", "logo", "destination"]
    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    type: Literal["pic", "vod", "live", ""] = Field("", description="Of a source.")
    url: str = Field(min_length=1, max_length=MAX_URL_LENGTH)


class SavedChanged(Strict):
    """What is left out stays as it is."""

    name: str | None = Field(None, min_length=1, max_length=LONGEST_NAME)
    type: Literal["pic", "vod", "live", ""] | None = Field(None, description="Of a source.")
    url: str | None = Field(None, min_length=1, max_length=MAX_URL_LENGTH)


class TemplatesAsked(BaseModel):
    q: str = Words
    order: Literal["changed", "name"] = "changed"
    shelf: Literal["all", "favourites", "archived"] = "all"
    after: str = Place


class VersionsAsked(BaseModel):
    after: str = Place


class VersionCompared(BaseModel):
    other: int | None = Field(
        None, alias="with", ge=0, lt=10**15, description="The `id` of another version."
    )


class PictureAsked(BaseModel):
    format: Literal["png", "webp", "jpeg"] = "png"
    width: int | None = Field(
        None, ge=16, le=SCENE_SIDE.max, description="At most so many pixels; its own without it."
    )


class ImportAsked(BaseModel):
    scene: str | None = Field(None, max_length=300, description="The scene of this name alone.")
    width: int | None = Field(None, ge=SCENE_SIDE.min, le=SCENE_SIDE.max)
    height: int | None = Field(None, ge=SCENE_SIDE.min, le=SCENE_SIDE.max)
    measure: list[str] = Field(
        [], max_length=100, description="NAME=WIDTHxHEIGHT of an item whose size is not in it."
    )


class TasksAsked(BaseModel):
    running: bool = Field(default=False, description="What the cloud has and has not ended.")
    after: str = Place


class HistoryAsked(BaseModel):
    q: str = Words
    kind: Literal["push", "take", "stop"] | None = None
    outcome: Literal[tuple(Outcome.values)] | None = None  # type: ignore[valid-type]
    task: UUID | None = None
    since: str = Field("", pattern=r"^(\d{4}-\d{2}-\d{2})?$", description="A day.")
    until: str = Field("", pattern=r"^(\d{4}-\d{2}-\d{2})?$", description="A day, included.")
    after: str = Place


class SourcesAsked(BaseModel):
    kind: Literal["pic", "vod", "live"] | None = None
    after: str = Place


class SavedAsked(BaseModel):
    sort: Literal["source", "logo", "destination"] | None = None
    after: str = Place
