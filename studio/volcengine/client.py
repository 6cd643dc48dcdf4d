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
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any, TypeVar

import volcenginesdkcore

from studio.rules import codec
from studio.rules.document import Json, MixedRules
from studio.rules.redaction import secrets_in
from studio.volcengine import answers, records
from studio.volcengine.answers import Answer
from studio.volcengine.credentials import Credentials
from studio.volcengine.errors import CloudError, Refused, UnknownOutcome
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


Told = TypeVar("Told")


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One call that is over: `request_id` is the service's own, empty where it gave none; `error`
    is None where it was answered well.
    """

    action: str
    seconds: float
    request_id: str
    error: CloudError | None = None


def no_pause() -> None:
    """For callers without a rate limit to keep."""


def unheard(call: Call) -> None:
    """For callers who keep no account of calls."""


class Client:
    """One account's cloud mix. Any number of threads may share one; it keeps no socket."""

    def __init__(
        self,
        credentials: Credentials,
        timing: Timing | None = None,
        before_read: Callable[[], None] = no_pause,
        after_call: Callable[[Call], None] = unheard,
    ) -> None:
        """`before_read` is called before each List page and each Detail: to wait for a turn.

        What it raises (`Unreachable`) ends the call. Who changes something takes the turn itself.
        `after_call` is told of each call, however it ended.
        """
        self.credentials = credentials
        self._before_read = before_read
        self._after_call = after_call
        self._api = _universal_api(credentials, timing or Timing())

    def create(self, name: str, rules: MixedRules) -> Created:
        """Start a task. `name` must differ from every task in progress: the only guard."""
        body: dict[str, Json] = {"Name": name, "MixedRules": codec.write(rules)}
        return self._call("CreateCloudMixTask", body, records.created)

    def update(self, task_id: str, rules: MixedRules) -> Updated:
        """Put another document on air; its Output must be the one the task began with.

        Sent without Callback, as the vendor's sample and schema have it.
        """
        written = codec.write(rules.without_callback())
        body: dict[str, Json] = {"TaskID": task_id, "MixedRules": written}
        return self._call("UpdateCloudMixTask", body, records.updated)

    def delete(self, task_id: str) -> Deleted:
        """End a task."""
        return self._call("DeleteCloudMixTask", {"TaskID": task_id}, records.deleted)

    def list(self, page: int = FIRST_PAGE, size: int = MAX_PAGE_SIZE) -> Listing:
        """One page of all tasks, ended ones too, in no documented order."""
        self._before_read()
        body: dict[str, Json] = {"PageSize": size, "Page": page}
        return self._call("ListCloudMixTask", body, records.listing)

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
        read = partial(records.detail, asked=task_id)
        return self._call("GetCloudMixTaskDetail", {"TaskID": task_id}, read)

    def _call(self, action: str, body: dict[str, Json], read: Callable[[Answer], Told]) -> Told:
        """One call, and what `read` makes of its answer."""
        began, request_id, failure = time.monotonic(), "", None
        try:
            answer = self._answer(action, body)
            request_id = answer.request_id
            return read(answer)
        except CloudError as error:
            failure = error
            if isinstance(error, Refused | UnknownOutcome):
                request_id = error.request_id or request_id
            raise
        finally:
            seconds = time.monotonic() - began
            self._after_call(
                Call(action=action, seconds=seconds, request_id=request_id, error=failure)
            )

    def _answer(self, action: str, body: dict[str, Json]) -> Answer:
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
