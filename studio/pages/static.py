"""Static files under hashed names, joined to what a page needs, without what only people read."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

import rcssmin
import rjsmin
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from studio.pages.joining import Modules

IMPORTED_SHEET = re.compile(r'^@import "(?P<name>[\w/-]+\.css)";$', re.MULTILINE)

Paths = dict[str, tuple[Storage, str]]


class Slim:
    """Source files as browsers are to get them; the files themselves stay as they are."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self.joined = Modules({name: self.text(name) for name in paths if is_module(name)}).files()

    @property
    def served(self) -> Paths:
        """What is served at all: a module that others import is in their files."""
        return {
            name: (self, name)  # type: ignore[misc]  # all that is asked of a storage here is open()
            for name in self.paths
            if name in self.joined or not is_module(name)
        }

    def open(self, name: str) -> File[bytes]:
        if is_module(name):
            return ContentFile(rjsmin.jsmin(self.joined[name]).encode())
        if name.endswith(".css"):
            return ContentFile(rcssmin.cssmin(self.sheet(name)).encode())
        storage, path = self.paths[name]
        return storage.open(path)

    def text(self, name: str) -> str:
        storage, path = self.paths[name]
        with storage.open(path) as file:
            text: str = file.read().decode()
        return text

    def sheet(self, name: str) -> str:
        """A style sheet; those it imports from beside it stand in their places."""
        folder = posixpath.dirname(name)
        return IMPORTED_SHEET.sub(
            lambda found: self.sheet(posixpath.join(folder, found["name"])), self.text(name)
        )


def is_module(name: str) -> bool:
    return name.endswith(".js") and not name.endswith(".min.js")


class HashedModules(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it ships no types
    """Rewrites `import("./x.js")` to the hashed name, so that caches never mix versions."""

    support_js_module_import_aggregation = True
    keep_intermediate_files = False

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.addresses: dict[str, str] = {}

    def url(self, name: str, **forced: bool) -> str:
        """As its base has it, looked up once: a page of the gallery names its icons 400 times."""
        if forced or settings.DEBUG:
            return str(super().url(name, **forced))
        if name not in self.addresses:
            self.addresses[name] = super().url(name)
        return self.addresses[name]

    def post_process(
        self, paths: Paths, **options: object
    ) -> Iterator[tuple[str, str | None, object]]:
        yield from super().post_process(Slim(paths).served, **options)
