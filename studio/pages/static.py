"""Static files under hashed names, ES modules included."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedModules(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it ships no types
    """Rewrites `import … from "./x.js";` to the hashed name, so that caches never mix versions."""

    support_js_module_import_aggregation = True
