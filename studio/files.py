"""Files that are there whole or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Under a name of its own first: a reader never sees half of it, and where the disk takes
    nothing, what was there before stays and half of the new is not left. Raises OSError.
    """
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f"{path.stem}.", delete=False) as file:
        draft = Path(file.name)
        try:
            file.write(data)
            file.close()
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
