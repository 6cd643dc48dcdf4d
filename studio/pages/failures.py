"""What is answered where the studio itself can't go on: its database is away, or it is at fault."""

from __future__ import annotations

import logging
import re
import sys
from http import HTTPStatus

from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import gettext
from django.views import defaults

from studio.causes import Cause, cause_of
from studio.outage import is_outage

# Seconds after which whoever asked may ask again.
AGAIN = 2
# Where PostgreSQL tells of the row or the value that an error is about, until the next message.
ABOUT_ROWS = re.compile(r"\n(?:DETAIL|CONTEXT|LINE \d+): .*?(?=\n\n|\Z)", re.DOTALL)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`, which it calls while the exception is being handled."""
    fault = sys.exc_info()[1]
    return unavailable(request, fault) if is_outage(fault) else defaults.server_error(request)


def unavailable(request: HttpRequest, fault: BaseException | None) -> HttpResponse:
    """503 with a sentence: as JSON for whoever asks for that, as a page for anybody else.

    Nothing of the page asks the database again.
    """
    sentence = sentence_of(fault)
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        answer: HttpResponse = JsonResponse({"message": sentence})
    else:
        page = loader.get_template("503.html")
        answer = HttpResponse(page.render({"sentence": sentence}))
    answer.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    answer["Retry-After"] = str(AGAIN)
    return answer


def sentence_of(fault: BaseException | None) -> str:
    """What a person at a page may do about it."""
    sentences = {
        Cause.FULL: gettext(
            "The disk that holds the studio’s data is full. Nothing can be saved until there is "
            "room; what you see on an open page is kept in your browser."
        ),
        Cause.READ_ONLY: gettext(
            "The disk that holds the studio’s data can only be read. Nothing can be saved until "
            "that is mended."
        ),
        Cause.SHUT: gettext(
            "The studio is not allowed to read or write where its data lie. Nothing can be saved "
            "until that is mended; what you see on an open page is kept in your browser."
        ),
        Cause.FAILING: gettext(
            "The disk that holds the studio’s data fails. Nothing can be saved until that is "
            "mended; what you see on an open page is kept in your browser."
        ),
        Cause.DAMAGED: gettext(
            "The studio’s database is damaged. “manage.py doctor” says how the last backup is "
            "restored."
        ),
        Cause.STORAGE_AWAY: gettext(
            "The storage of pictures does not answer at this moment. No picture can be kept or "
            "fetched from it until it is back; all else goes on."
        ),
        Cause.STORAGE_TAKEN: gettext(
            "The storage of pictures is another studio’s, or holds something else. No picture can "
            "be kept there; all else goes on."
        ),
    }
    usual = gettext(
        "Its database does not answer at this moment. Tasks on air go on; what you change on an "
        "open page is kept in your browser and saved as soon as it is back."
    )
    return sentences.get(cause_of(fault), usual)


class OneLine(logging.Filter):
    """A database that is away is told in one line for each request, without a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        fault = record.exc_info[1] if record.exc_info else None
        if is_outage(fault):
            record.msg, record.args = "%s: %s", (record.getMessage(), type(fault).__name__)
            record.exc_info = record.exc_text = None
        return True


class WithoutRows(logging.Filter):
    """What the database quotes of a row is not for the log: keys of streams lie there."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], Error):
            text = record.exc_text or logging.Formatter().formatException(record.exc_info)
            record.exc_text = ABOUT_ROWS.sub("", text)
        return True
