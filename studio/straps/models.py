"""How a workspace's straps look, and what the strap at an address says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from studio.accounts.models import User, Workspace
from studio.audit.acts import Act
from studio.audit.models import Entry
from studio.compositor.straps import Family, Style, Words
from studio.library.models import Upload, key_at
from studio.media import Decoded
from studio.pages.versions import StaleVersion

# Of its words, in characters.
LONGEST = {"name": 80, "line": 120}
SHAPE_NAMES = {
    "bar": _("Bar"),
    "tiers": _("Two tiers"),
    "card": _("Card"),
    "plain": _("Words alone"),
}
FONT_NAMES: dict[Family, str | Promise] = {"sans": _("Sans serif"), "serif": _("Serif")}
ALIGN_NAMES = {"left": _("Left"), "centre": _("Centre"), "right": _("Right")}
PADDING_NAMES = {"tight": _("Tight"), "usual": _("Usual"), "roomy": _("Roomy")}


class StrapStyleQuerySet(models.QuerySet["StrapStyle"]):
    def of(self, workspace: Workspace) -> StrapStyle:
        """That of the workspace; or what every workspace begins with, version 0, not kept yet."""
        kept = self.filter(workspace=workspace).first()
        return kept or StrapStyle(workspace=workspace, version=0)

    def change(self, workspace: Workspace, style: Style, version: int) -> None:
        """Keeps it in place of that version, and puts that on record. Raises StaleVersion."""
        values = asdict(style)
        with transaction.atomic():
            row, made = self.get_or_create(workspace=workspace, defaults={**values, "version": 1})
            if not made:
                there = self.filter(pk=row.pk, version=version)
                if not there.update(**values, version=version + 1):
                    raise StaleVersion
            elif version:
                raise StaleVersion
            difference = ", ".join(f"{name} {value}" for name, value in values.items())
            Entry.objects.record(
                Act.STRAPS_STYLED, workspace=workspace, thing=row, difference=difference
            )


class StrapStyle(models.Model):
    """How the straps of a workspace look that are drawn from now on."""

    workspace = models.OneToOneField(
        Workspace, on_delete=models.CASCADE, related_name="strap_style"
    )
    shape = models.CharField(max_length=8, choices=SHAPE_NAMES, default=Style().shape)
    font = models.CharField(max_length=8, choices=FONT_NAMES, default=Style().font)
    fill = models.CharField(max_length=7, default=Style().fill)
    ink = models.CharField(max_length=7, default=Style().ink)
    accent = models.CharField(max_length=7, default=Style().accent)
    opacity = models.PositiveSmallIntegerField(default=Style().opacity)
    align = models.CharField(max_length=8, choices=ALIGN_NAMES, default=Style().align)
    padding = models.CharField(max_length=8, choices=PADDING_NAMES, default=Style().padding)
    version = models.PositiveIntegerField(default=1)

    objects = StrapStyleQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.shape} {self.fill}"

    @property
    def style(self) -> Style:
        names = Style.__dataclass_fields__
        return Style(**{name: getattr(self, name) for name in names})


class StrapQuerySet(models.QuerySet["Strap"]):
    def keep(
        self, workspace: Workspace, user: User, words: Words, size: int, drawn: Decoded
    ) -> Strap:
        """The strap that was drawn so. The same picture has one address, and one strap."""
        upload = Upload.objects.keep(workspace, user, drawn)
        said = {"name": words.name, "line": words.line, "size": size}
        strap, _made = self.get_or_create(upload=upload, defaults=said)
        return strap

    def at(self, workspace: Workspace, urls: Iterable[str]) -> dict[str, Strap]:
        """The workspace's straps at these addresses; others are none."""
        keys = {url: key for url in urls if (key := key_at(url))}
        if not keys:
            return {}
        rows = self.filter(upload__workspace=workspace, upload__key__in=keys.values())
        found = {row.upload.key: row for row in rows.select_related("upload")}
        return {url: found[key] for url, key in keys.items() if key in found}


class Strap(models.Model):
    """What a picture says that was drawn of words. Other words are another strap: it never changes,
    as its picture does not.
    """

    upload = models.OneToOneField(Upload, on_delete=models.CASCADE, related_name="strap")
    name = models.CharField(max_length=LONGEST["name"])
    line = models.CharField(max_length=LONGEST["line"], blank=True)
    # How high the letters of the name are, in pixels of the picture.
    size = models.PositiveSmallIntegerField()

    objects = StrapQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def public_path(self) -> str:
        return self.upload.public_path(f"{self.name}.png", "strap")
