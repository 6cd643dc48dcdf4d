"""What no log may hold: addresses that are keys to what they lead to."""

from __future__ import annotations

import logging
import re

# Of a task's callback, of a template that is shown to whoever has the link, of a new password.
_TOKEN = re.compile(r"(/hooks/mix/|/templates/shared/|/sign-in/forgotten/[^/\s]+/)[^/\s]+")


class WithoutTokens(logging.Filter):
    """On Django's own logger, which names the path of what it turned away."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _TOKEN.sub(r"\1…", record.getMessage()), ()
        return True
