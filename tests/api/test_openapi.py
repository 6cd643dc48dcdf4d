"""The API is what its OpenAPI document says."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from studio.api.reference import described
from studio.api.service import urls
from tests.api import fuzzing
from tests.builders import Cast, client_for

pytestmark = pytest.mark.usefixtures("data")


def test_the_document_is_one_and_served_to_anybody(db: None) -> None:
    answer = Client().get(reverse("api-openapi"))
    assert answer.json()["openapi"] == "3.1.0"
    validate(answer.json(), cls=OpenAPIV31SpecValidator)
    again = Client().get(reverse("api-openapi"), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_it_describes_every_address() -> None:
    addresses = {re.sub(r"<\w+:(\w+)>", r"{\1}", str(row.pattern)) for row in urls()}
    assert {f"/api/v1/{address}" for address in addresses} == set(described()["paths"])


def operations_described() -> list[dict[str, Any]]:
    return [one for methods in described()["paths"].values() for one in methods.values()]


def test_every_operation_is_told_to_people(cast: Cast) -> None:
    page = client_for(cast.viewer).get(reverse("api-reference"), follow=True).content.decode()
    for operation in operations_described():
        assert escape(operation["summary"]) in page


def test_nothing_made_up_is_answered_otherwise(cast: Cast) -> None:
    """As `python -m bench.api_fuzz`, with few of each."""
    there = fuzzing.stage(cast)
    operations = list(fuzzing.operations())
    for operation in operations:
        fuzzing.fuzz(operation, there, cases=6)
    assert len(operations) == len(operations_described())
    assert {200, 201, 202, 400, 404, 422} <= {status for _label, status in there.statuses}
