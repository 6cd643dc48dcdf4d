"""Copies pictures between the data folder and the storage, while the studio runs and as often as
one likes: what is there whole is passed over. Nothing is removed.
"""

from __future__ import annotations

import errno
from collections.abc import Collection
from dataclasses import dataclass, field

from studio.library.fetching import whole
from studio.library.stores import Store


@dataclass
class Copied:
    """How many files were copied now and were there before; the names of those that are lost, as
    they were not where they were copied from, or not what they once were.
    """

    copied: int = 0
    there: int = 0
    lost: list[str] = field(default_factory=list)


def copy(names: Collection[str], source: Store, target: Store) -> Copied:
    """Each is read back before it counts. Raises OSError."""
    target.claim()
    done = Copied()
    for name in sorted(names):
        if whole(target, name) is not None:
            done.there += 1
        elif (data := whole(source, name)) is None:
            done.lost.append(name)
        else:
            target.put(name, data)
            if whole(target, name) is None:
                raise OSError(errno.EIO, "what was written can't be read back")
            done.copied += 1
    return done
