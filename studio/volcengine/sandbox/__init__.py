"""A stand-in for Volcengine on this computer: the same wire, the documented contract, no video.

`python -m studio.volcengine.sandbox --data DIR` runs it. It was written from the service's
documents and never from the SDK, so that the two can disagree. A typical change: something
else that goes wrong is a line of `faults.py`, then of a day of rehearsal.
"""

from __future__ import annotations

from studio.volcengine.sandbox.keys import SandboxNotStarted, credentials

__all__ = ["SandboxNotStarted", "credentials"]
