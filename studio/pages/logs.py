"""What is logged and how, for people or for programs; addresses that are keys to what they lead to
are in no log.
"""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from studio import tracing

# Of a task's callback, of what is shown to whoever has the link, of a new password.
_TOKEN = re.compile(
    r"(/hooks/mix/|/templates/shared/|/tally/shared/|/sign-in/forgotten/[^/\s]+/)[^/\s]+"
)

FORMS = ("text", "json")


def configuration(form: str) -> dict[str, Any]:
    """Of Django's LOGGING: lines for people, or for programs, who are told more."""
    told_more = {"studio": {"level": "INFO"}} if form == "json" else {}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "text": {
                "()": "studio.pages.logs.Line",
                "format": "%(asctime)s %(levelname)s %(name)s%(within)s: %(message)s",
                "datefmt": "%Y-%m-%d %H:%M:%S%z",
            },
            "json": {"()": "studio.pages.logs.Object"},
        },
        "filters": {
            "tokens": {"()": "studio.pages.logs.WithoutTokens"},
            "one line": {"()": "studio.pages.failures.OneLine"},
            "without rows": {"()": "studio.pages.failures.WithoutRows"},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": form,
                "filters": ["without rows"],
            }
        },
        "loggers": {"django.request": {"filters": ["tokens", "one line"]}} | told_more,
        "root": {"handlers": ["stderr"], "level": "WARNING"},
    }


class Line(logging.Formatter):
    """With the id of the request, where one is answered."""

    def format(self, record: logging.LogRecord) -> str:
        request = tracing.current()
        record.within = f" ({request})" if request else ""
        return super().format(record)


class Object(logging.Formatter):
    """One JSON object in a line. What a logger gives as `fields` is in it by those names."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "process": record.processName,
            "logger": record.name,
            "request": tracing.current(),
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            # A filter may have left out what the database quotes of a row.
            line["exception"] = record.exc_text or self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class WithoutTokens(logging.Filter):
    """On Django's own logger, which names the path of what it turned away."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _TOKEN.sub(r"\1…", record.getMessage()), ()
        return True
