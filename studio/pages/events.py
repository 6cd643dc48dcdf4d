"""Answers that go on: server-sent events. A view says what holds now; processes/panels.py asks it
again for whoever stays connected.
"""

from __future__ import annotations

from django.http import HttpResponse

EVENTS = "text/event-stream"
# Milliseconds after which one who was cut off comes again.
RETRY = 1000


def state_event(said: str, tag: str) -> HttpResponse:
    """One event named `state`, whose data is `said`; its id, as the ETag, tells it from others."""
    data = "".join(f"data: {line}\n" for line in said.splitlines())
    body = f"retry: {RETRY}\nid: {tag}\nevent: state\n{data}\n"
    return HttpResponse(body, content_type=EVENTS, headers={"ETag": tag})
