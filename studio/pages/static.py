"""Static files under hashed names, ES modules included, without what only people read."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

import rcssmin
import rjsmin
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORTED_SHEET = re.compile(r'^@import "(?P<name>[\w/-]+\.css)";$', re.MULTILINE)

Paths = dict[str, tuple[Storage, str]]


class Slim:
    """Source files as browsers are to get them; the files themselves stay as they are."""

    def __init__(self, source: Storage) -> None:
        self.source = source

    def open(self, path: str) -> File[bytes]:
        slim = {".js": rjsmin.jsmin, ".css": rcssmin.cssmin}.get(posixpath.splitext(path)[1])
        if not slim or path.endswith(".min.js"):
            return self.source.open(path)
        return ContentFile(slim(self.text(path)).encode())

    def text(self, path: str) -> str:
        """A file's text; in a style sheet those it imports from beside it stand in their places."""
        with self.source.open(path) as file:
            text: str = file.read().decode()
        if not path.endswith(".css"):
            return text
        folder = posixpath.dirname(path)
        return IMPORTED_SHEET.sub(
            lambda found: self.text(posixpath.join(folder, found["name"])), text
        )


class HashedModules(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it ships no types
    """Rewrites `import … from "./x.js";` to the hashed name, so that caches never mix versions."""

    support_js_module_import_aggregation = True
    # A pass settles what imports settled files alone: as many as chains of imports may be long.
    max_post_process_passes = 20
    keep_intermediate_files = False

    def post_process(
        self, paths: Paths, **options: object
    ) -> Iterator[tuple[str, str | None, object]]:
        slim = {name: (Slim(source), path) for name, (source, path) in paths.items()}
        yield from super().post_process(slim, **options)
