"""One request in, one answer out: signature, rate, action. No socket."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from urllib.parse import parse_qs

from studio.rules.codec import Body, strict_loads
from studio.rules.document import Json
from studio.rules.problems import InvalidDocument
from studio.rules.validation import validate
from studio.volcengine.credentials import REGION
from studio.volcengine.sandbox import envelope, signature
from studio.volcengine.sandbox.envelope import SERVICE, VERSION, Answer, Turned
from studio.volcengine.sandbox.keys import Note
from studio.volcengine.sandbox.signature import Request
from studio.volcengine.sandbox.tasks import Abnormal, Tasks

# Requests in any second of one account. Whether the five actions share one allowance is not
# documented; sharing is the stricter reading.
RATE = 10


class Gateway:
    """Answers as the service does, to whoever holds keys of its one account. Any thread may ask."""

    def __init__(self, tasks: Tasks, note: Note) -> None:
        self._tasks = tasks
        self._secrets = {note.access_key: note.secret_key}
        self._rate = _Rate()
        self._actions: dict[str, Callable[[bytes], Json]] = {
            "CreateCloudMixTask": self._create,
            "UpdateCloudMixTask": self._update,
            "DeleteCloudMixTask": self._delete,
            "ListCloudMixTask": self._list,
            "GetCloudMixTaskDetail": self._detail,
        }

    def answer(self, request: Request, *, failing: bool = False) -> Answer:
        """The service's answer; an update that is `failing` is accepted and never applied."""
        query = parse_qs(request.query)
        action = query.get("Action", [""])[0]
        try:
            self._admit(request)
            if action not in self._actions or query.get("Version") != [VERSION]:
                message = f"Could not find operation {action} for version"
                raise Turned("InvalidActionOrVersion", message)
        except Turned as error:
            return envelope.turned_away(action, error)
        act = self._actions[action]
        if failing and action == "UpdateCloudMixTask":
            act = partial(self._update, fails=True)
        try:
            data = act(request.body)
        except Abnormal as error:
            return envelope.result(action, 400, str(error))
        return envelope.result(action, 0, "success", data)

    def admit(self, note: Note) -> None:
        """Let in another key of the account."""
        self._secrets = self._secrets | {note.access_key: note.secret_key}

    def disable(self, access_key: str) -> None:
        """As the account's owner does with a key that is not to be used any more."""
        self._secrets = {key: value for key, value in self._secrets.items() if key != access_key}

    def _admit(self, request: Request) -> None:
        if request.method != "POST" or request.path != "/":
            raise Turned("ServiceNotFound", f"Service {SERVICE} answers POST / only")
        signature.verify(
            request,
            secrets=self._secrets,
            region=REGION,
            now=datetime.now(UTC),
        )
        if not self._rate.allows():
            raise Turned("FlowLimitExceeded", f"More than {RATE} requests in one second")

    def _create(self, body: bytes) -> Json:
        document = _document(body)
        if document.name is None or document.task_id is not None:
            raise Abnormal("Name is required, TaskID is not accepted")
        return self._tasks.create(document.name, document.rules)

    def _update(self, body: bytes, *, fails: bool = False) -> Json:
        document = _document(body)
        if document.task_id is None or document.name is not None:
            raise Abnormal("TaskID is required, Name is not accepted")
        return self._tasks.update(document.task_id, document.rules, fails=fails)

    def _delete(self, body: bytes) -> Json:
        return self._tasks.delete(_text(_object(body), "TaskID"))

    def _list(self, body: bytes) -> Json:
        value = _object(body)
        return self._tasks.list(_integer(value, "Page"), _integer(value, "PageSize"))

    def _detail(self, body: bytes) -> Json:
        return self._tasks.detail(_text(_object(body), "TaskID"))


class _Rate:
    """A sliding second."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._past: deque[float] = deque(maxlen=RATE)

    def allows(self) -> bool:
        with self._lock:
            now = time.monotonic()
            if len(self._past) == RATE and now - self._past[0] < 1:
                return False
            self._past.append(now)
            return True


def _document(body: bytes) -> Body:
    """A wrapped document without an error. Raises Abnormal."""
    report = validate(body)
    errors = [f"{p.path}: {p.code}" for p in report.problems if p.severity == "error"]
    if errors or report.body is None:
        raise Abnormal(f"request abnormal: {'; '.join(errors)}")
    return report.body


def _object(body: bytes) -> dict[str, Json]:
    try:
        value = strict_loads(body)
    except InvalidDocument:
        value = None
    if not isinstance(value, dict):
        raise Abnormal("the body is not a JSON object")
    return value


def _text(value: dict[str, Json], key: str) -> str:
    text = value.get(key)
    if not isinstance(text, str) or not text:
        raise Abnormal(f"{key} is required")
    return text


def _integer(value: dict[str, Json], key: str) -> int:
    number = value.get(key)
    if not isinstance(number, int) or isinstance(number, bool):
        raise Abnormal(f"{key} is required")
    return number
