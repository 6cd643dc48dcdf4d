"""Requests that nobody would think of, made from the OpenAPI document: to each operation those that
it describes, those that it does not, and some to what is really there.

What is done is undone at once, so that all of them meet the same studio.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi import checks

from studio.accounts.models import Scope
from studio.editor.models import LayoutTemplate
from studio.mixes.models import Look, MixTask
from studio.rules import codec
from tests import builders
from tests.access import issued
from tests.builders import Cast
from tests.mixes.access_rows import prepared

Operation = APIOperation[Any, Any, Any, Any]
# What is valid by its shape may still be refused: for a version, a state, a rule of documents.
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.ignored_auth,
]
# Any octets are a file that can be looked at; any JSON is a document that may be none.
TAKES_ANYTHING = {"post-validate", "post-import", "post-template-import"}


@dataclass
class Stage:
    """A studio with one of each thing, and a token that may all."""

    headers: Mapping[str, str]
    paths: Mapping[str, str]
    version: int
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)

    def known(self, operation: Operation) -> dict[str, Any]:
        """What of a request means a thing that is there, as it is."""
        pk = next((pk for part, pk in self.paths.items() if part in operation.path), "")
        if not pk:
            return {"headers": {"Idempotency-Key": str(uuid4())}}
        place = {"pk": pk, "key": self.version} if "{key}" in operation.path else {"pk": pk}
        address = operation.path.partition("/versions")[0].format(pk=pk)
        for act in ("/arm", "/take"):
            address = address.replace(act, "/preview")
        tag = Client(headers=dict(self.headers)).get(address).headers.get("ETag", '"none"')
        headers = {"If-Match": tag, "Idempotency-Key": str(uuid4())}
        return {"path_parameters": place, "headers": headers}

    def body_for(self, operation: Operation) -> dict[str, Any]:
        rules = codec.write(builders.document())
        template = {"name": "Friday", "tags": ["late"], "rules": rules}
        bodies: dict[str, Any] = {
            "post-templates": template,
            "put-template": template,
            "patch-template": {"name": "Friday", "is_archived": True},
            "post-versions": {"name": "As agreed"},
            "patch-version": {"name": ""},
            "post-template-push": {},
            "put-task-preview": {"template": self.paths["/templates/"]},
            "post-task-take": {"armed": "no"},
            "post-saved": {"sort": "source", "name": "Host", "url": "rtmp://a.example.com/b"},
            "patch-saved-one": {"name": "Guest"},
            "post-validate": rules,
            "post-render": rules,
            "post-import": rules,
            "post-template-import": rules,
        }
        body = bodies.get(operation.definition.raw["operationId"])
        return {} if body is None else {"body": body, "media_type": "application/json"}


def stage(cast: Cast) -> Stage:
    template = builders.template(cast.workspace, user=cast.owner)
    (task,) = prepared(cast)
    row = MixTask.objects.get(pk=task)
    Look.objects.append(row, "Quad", builders.document(), cast.owner, template)
    builders.frame(cast.workspace)
    newest = LayoutTemplate.objects.latest("created_at")
    return Stage(
        headers=issued(cast.owner, cast.workspace, list(Scope)),
        paths={
            "/templates/": str(newest.pk),
            "/tasks/": str(task),
            "/operations/": str(row.operations.get().pk),
            "/saved/": str(builders.saved(cast.workspace).pk),
        },
        version=newest.keep_by_name("First").pk,
    )


@contextmanager
def one_connection() -> Iterator[None]:
    """Requests leave the database's connection open, as those of Django's own test client do, and
    no refusal is told in the log.
    """
    signals, logger = (request_started, request_finished), logging.getLogger("django.request")
    for signal in signals:
        signal.disconnect(close_old_connections)
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(logging.NOTSET)
        for signal in signals:
            signal.connect(close_old_connections)


def operations() -> Iterator[Operation]:
    load_all_checks()
    with one_connection():
        schema = schemathesis.openapi.from_wsgi(reverse("api-openapi"), WSGIHandler())
    # Who asks is not made up: no case would get any further.
    schema.config.generation.update(with_security_parameters=False)
    for result in schema.get_all_operations():
        if isinstance(result, Ok):
            yield result.ok()


def fuzz(operation: Operation, there: Stage, cases: int) -> None:
    """So many requests to one operation. Raises what the checks find."""

    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=every_case(operation, there))
    def ask(case: schemathesis.Case[Any]) -> None:
        with transaction.atomic():
            response = case.call(headers=dict(there.headers))
            there.statuses[operation.label, response.status_code] += 1
            case.validate_response(response, checks=CHECKS, headers=dict(there.headers))
            transaction.set_rollback(True)

    with one_connection():
        ask()


def every_case(operation: Operation, there: Stage) -> st.SearchStrategy[schemathesis.Case[Any]]:
    """What is described, what is not, and what means things that are there, also with a body that
    is good for something.
    """
    ways = [operation.as_strategy(GenerationMode.POSITIVE)]
    is_bounded = operation.definition.raw["operationId"] not in TAKES_ANYTHING
    if is_bounded and (operation.query or operation.body or operation.path_parameters):
        ways.append(operation.as_strategy(GenerationMode.NEGATIVE))
    known = there.known(operation)
    if "path_parameters" in known:
        ways.append(operation.as_strategy(GenerationMode.POSITIVE, **known))
    if "path_parameters" in known and is_bounded and (operation.query or operation.body):
        ways.append(operation.as_strategy(GenerationMode.NEGATIVE, **known))
    if body := there.body_for(operation):
        ways.append(operation.as_strategy(GenerationMode.POSITIVE, **known, **body))
    return st.one_of(ways)
