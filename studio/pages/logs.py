"""What no log may hold: a callback's address is the key to it."""

from __future__ import annotations

import logging
import re

_CALLBACK = re.compile(r"(/hooks/mix/)[^/\s]+")


class WithoutCallbackTokens(logging.Filter):
    """On Django's own logger, which names the path of what it turned away."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _CALLBACK.sub(r"\1…", record.getMessage()), ()
        return True
