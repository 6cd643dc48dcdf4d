"""Ready-made people, documents and templates."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.test import Client
from PIL import Image

from studio.accounts.models import Membership, Role, User, Workspace
from studio.editor.models import LayoutTemplate
from studio.library.models import Frame, Kind, Saved, Sort
from studio.mixes.models import Account, Connection
from studio.rules.document import (
    Audio,
    Json,
    Layout,
    Logo,
    MixedRules,
    Output,
    Scene,
    Source,
    Video,
)
from studio.rules.geometry import Box
from studio.sealing.fields import sealed_for


@dataclass(frozen=True, kw_only=True)
class Cast:
    """One workspace with a member of each role, and somebody of another one."""

    workspace: Workspace
    owner: User
    teammate: User
    operator: User
    editor: User
    viewer: User
    stranger: User


def cast() -> Cast:
    workspace = Workspace.objects.create(name="Talk shows")
    elsewhere = Workspace.objects.create(name="Somebody else's")
    return Cast(
        workspace=workspace,
        owner=member(workspace, "owner", Role.ADMIN),
        teammate=member(workspace, "teammate", Role.ADMIN),
        operator=member(workspace, "operator", Role.OPERATOR),
        editor=member(workspace, "editor", Role.EDITOR),
        viewer=member(workspace, "viewer", Role.VIEWER),
        stranger=member(elsewhere, "stranger", Role.ADMIN),
    )


def member(workspace: Workspace, name: str, role: Role) -> User:
    user = User.objects.create(username=name, toured=True)
    Membership.objects.create(user=user, workspace=workspace, role=role)
    return user


def paid_cloud(
    workspace: Workspace,
    *,
    name: str = "Studio A",
    keys: tuple[str, str] | None = None,
    **values: Any,
) -> Connection:
    """A connection to a paid cloud, without keys unless they are given."""
    given: dict[str, Any] = {
        "kind": "volcengine",
        "url": "https://live.example.com",
        "region": "cn-north-1",
    }
    given |= {"name": name} | values
    given["account"] = given.get("account") or Account.objects.create()
    row = Connection(workspace=workspace, **given)
    if keys:
        row.put_keys(*keys)
    row.save()
    return row


def client_for(user: User, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(user)
    return client


def rewrite(rows: QuerySet[Any], **values: Any) -> None:
    """As `update()`, of columns that hold secrets."""
    for row in rows:
        rows.filter(pk=row.pk).update(**sealed_for(row, values))


def output(*urls: str) -> Output:
    return Output(
        urls=urls or ("rtmp://push.example.com/live/keyCANARY",),
        video=Video(bit_rate=6_000_000, frame_rate=30, gop=2, codec="h264"),
        audio=Audio(bit_rate=128_000, channel_layout="stereo", sample_rate=48_000),
    )


def picture_source(layer: int, url: str = "") -> Source:
    url = url or f"https://pictures.example.com/{layer}.jpg"
    return Source(id=f"source-{layer}", layer=layer, type="pic", url=url)


def document(
    *boxes: Box,
    width: int = 1920,
    height: int = 1080,
    urls: tuple[str, ...] = (),
    logos: tuple[Logo, ...] = (),
) -> MixedRules:
    """A document of picture sources on layers 1, 2, …; one over the whole scene unless told."""
    boxes = boxes or (Box(0, 0, width, height),)
    named = dict(enumerate(urls, start=1))
    return MixedRules(
        scene=Scene(
            width=width,
            height=height,
            layouts=tuple(Layout(box=box, layer=n) for n, box in enumerate(boxes, start=1)),
        ),
        sources=tuple(picture_source(n, named.get(n, "")) for n, _box in enumerate(boxes, start=1)),
        logos=logos,
        output=output(),
    )


def template(
    workspace: Workspace,
    rules: MixedRules | None = None,
    *,
    name: str = "Thursday talk show",
    user: User | None = None,
) -> LayoutTemplate:
    return LayoutTemplate.objects.create(
        workspace=workspace,
        name=name,
        rules=rules or document(),
        created_by=user,
        updated_by=user,
    )


def png(width: int = 64, height: int = 36, colour: str = "teal") -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "PNG")
    return file.getvalue()


def frame(
    workspace: Workspace,
    url: str = "https://pictures.example.com/1.jpg",
    data: bytes | None = None,
) -> Frame:
    """A frame whose picture is at hand, under the test's own settings.FRAMES."""
    return Frame.objects.keep(workspace, url, Kind.PICTURE, data or png())


def saved(
    workspace: Workspace,
    sort: Sort = Sort.SOURCE,
    *,
    name: str = "Host camera",
    url: str = "https://pictures.example.com/1.jpg",
    type_: str = "",
) -> Saved:
    type_ = type_ or ("pic" if sort is Sort.SOURCE else "")
    row = Saved(workspace=workspace, sort=sort, name=name, type=type_)
    row.put_url(url)
    row.save()
    return row


def save_request(
    rules: Json, *, version: int, client: UUID | str | None = None, sequence: int = 1, **more: Json
) -> dict[str, Any]:
    """What a test client's `put` takes to save these rules as the editor does."""
    body = {
        "rules": rules,
        "editor_state": {},
        "client": str(client or uuid4()),
        "sequence": sequence,
        **more,
    }
    return {
        "data": body,
        "content_type": "application/json",
        "headers": {"If-Match": f'"{version}"'},
    }
