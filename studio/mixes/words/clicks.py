"""What a form carries so that a click does what its page showed, and does it once."""

from __future__ import annotations

import hashlib
import json
import uuid

from studio.rules import codec
from studio.rules.document import MixedRules


def click_key(text: str) -> str:
    """The name of a click in its one spelling; "" for what is none."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""


def fingerprint(document: MixedRules) -> str:
    """Names the document that a page shows, so that a take sends that one or none."""
    text = json.dumps(codec.write(document), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
