"""The five actions of cloud mix, each sent once.

    CreateCloudMixTask  UpdateCloudMixTask  DeleteCloudMixTask
    ListCloudMixTask    GetCloudMixTaskDetail

Documents go in, small records come out. Every method raises a `CloudError`: `Refused`,
`UnknownOutcome` or `Unreachable` (see `errors`), and nothing else that the network or the
service can cause. Nothing is repeated here: Create is not idempotent.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import volcenginesdkcore

from studio.rules import codec
from studio.rules.document import Json, MixedRules
from studio.rules.redaction import secrets_in
from studio.volcengine import answers, records
from studio.volcengine.answers import Answer
from studio.volcengine.credentials import Credentials
from studio.volcengine.records import (
    Created,
    Deleted,
    Detail,
    Entry,
    Listed,
    Listing,
    Scan,
    Unread,
    Updated,
)
from studio.volcengine.wire import Timing, Wire

SERVICE = "live"
VERSION = "2023-01-01"

# docs/6469/1271158; pages count from 1.
MAX_PAGE_SIZE = 100
FIRST_PAGE = 1
# A list longer than this is not read to its end: the scan is then not complete.
MAX_PAGES = 100

_configuring = threading.Lock()


def no_pause() -> None:
    """For callers without a rate limit to keep."""


class Client:
    """One account's cloud mix. Any number of threads may share one; it keeps no socket."""

    def __init__(
        self,
        credentials: Credentials,
        timing: Timing | None = None,
        before_read: Callable[[], None] = no_pause,
    ) -> None:
        """`before_read` is called before each List page and each Detail: to wait for a turn.

        What it raises (`Unreachable`) ends the call. Who changes something takes the turn itself.
        """
        self.credentials = credentials
        self._before_read = before_read
        self._api = _universal_api(credentials, timing or Timing())

    def create(self, name: str, rules: MixedRules) -> Created:
        """Start a task. `name` must differ from every task in progress: the only guard."""
        body: dict[str, Json] = {"Name": name, "MixedRules": codec.write(rules)}
        return records.created(self._call("CreateCloudMixTask", body))

    def update(self, task_id: str, rules: MixedRules) -> Updated:
        """Put another document on air; its Output must be the one the task began with.

        Sent without Callback, as the vendor's sample and schema have it.
        """
        written = codec.write(rules.without_callback())
        body: dict[str, Json] = {"TaskID": task_id, "MixedRules": written}
        return records.updated(self._call("UpdateCloudMixTask", body))

    def delete(self, task_id: str) -> Deleted:
        """End a task."""
        return records.deleted(self._call("DeleteCloudMixTask", {"TaskID": task_id}))

    def list(self, page: int = FIRST_PAGE, size: int = MAX_PAGE_SIZE) -> Listing:
        """One page of all tasks, ended ones too, in no documented order."""
        self._before_read()
        return records.listing(self._call("ListCloudMixTask", {"PageSize": size, "Page": page}))

    def scan(self) -> Scan:
        """Read every page. Raises when one can not be read.

        Complete when no page had another count and the tasks seen are that many: a list that
        moved meanwhile may have hidden one. Where a count can't be read, nobody knows.
        """
        seen: dict[str, Entry] = {}
        counts: set[int | None] = set()
        for page in range(FIRST_PAGE, FIRST_PAGE + MAX_PAGES):
            listing = self.list(page)
            counts.add(listing.count)
            seen |= {task.task_id: task for task in listing.tasks}
            seen |= {entry.task_id or entry.digest: entry for entry in listing.unread}
            is_empty = not (listing.tasks or listing.unread)
            is_whole = listing.count is not None and len(seen) >= listing.count
            if len(counts) > 1 or is_empty or is_whole:
                break
        return Scan(
            tasks=tuple(entry for entry in seen.values() if isinstance(entry, Listed)),
            unread=tuple(entry for entry in seen.values() if isinstance(entry, Unread)),
            complete=counts == {len(seen)},
        )

    def detail(self, task_id: str) -> Detail:
        """One task's status, versions and configuration."""
        self._before_read()
        answer = self._call("GetCloudMixTaskDetail", {"TaskID": task_id})
        return records.detail(answer, asked=task_id)

    def _call(self, action: str, body: dict[str, Json]) -> Answer:
        info = volcenginesdkcore.UniversalInfo(
            method="POST",
            service=SERVICE,
            version=VERSION,
            action=action,
            content_type="application/json",
        )
        reply = self._api.do_call(info, body)
        return answers.read(reply, self.credentials.keys | secrets_in(body))


def _universal_api(credentials: Credentials, timing: Timing) -> Any:
    """The SDK, which builds and signs; `Wire` carries and we read the whole envelope."""
    configuration = _configuration()
    configuration.ak = credentials.access_key
    configuration.sk = credentials.secret_key
    configuration.region = credentials.region
    configuration.scheme = credentials.scheme
    configuration.host = credentials.host
    # Before ApiClient, which takes a copy: the SDK's default sends a Create up to four times.
    configuration.auto_retry = False
    # Its REST client is replaced below, but would first fail on an environment's SOCKS proxy.
    configuration.proxy = "http://unused.invalid"
    api_client = volcenginesdkcore.ApiClient(configuration)
    api_client.rest_client = SimpleNamespace(POST=Wire(credentials, timing).post)
    api_client.interceptor_chain.response_interceptors = [_WholeReply()]
    return volcenginesdkcore.UniversalApi(api_client)


def _configuration() -> Any:
    """The SDK's configuration, without what making the first one does to urllib3's logger."""
    logger = logging.getLogger("urllib3")
    with _configuring:
        level, propagate, handlers = logger.level, logger.propagate, logger.handlers[:]
        try:
            return volcenginesdkcore.Configuration()
        finally:
            logger.setLevel(level)
            logger.propagate = propagate
            logger.handlers[:] = handlers


class _WholeReply:
    """In place of the SDK's interceptor, which drops the request id and trips over non-JSON."""

    def name(self) -> str:
        return "whole-reply"

    def intercept(self, context: Any) -> Any:
        context.response.result = context.response.http_response
        return context
