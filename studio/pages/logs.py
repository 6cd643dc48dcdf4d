"""What is logged and how; addresses that are keys to what they lead to are in no log."""

from __future__ import annotations

import logging
import re

# Of a task's callback, of what is shown to whoever has the link, of a new password.
_TOKEN = re.compile(
    r"(/hooks/mix/|/templates/shared/|/tally/shared/|/sign-in/forgotten/[^/\s]+/)[^/\s]+"
)

CONFIGURATION = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
            "datefmt": "%Y-%m-%d %H:%M:%S%z",
        }
    },
    "filters": {
        "tokens": {"()": "studio.pages.logs.WithoutTokens"},
        "one line": {"()": "studio.pages.failures.OneLine"},
        "without rows": {"()": "studio.pages.failures.WithoutRows"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without rows"],
        }
    },
    "loggers": {"django.request": {"filters": ["tokens", "one line"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}


class WithoutTokens(logging.Filter):
    """On Django's own logger, which names the path of what it turned away."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _TOKEN.sub(r"\1…", record.getMessage()), ()
        return True
