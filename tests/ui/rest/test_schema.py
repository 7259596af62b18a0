"""Requests made from the schema, right ones and wrong ones: nothing fails, and what is answered is what is described.

In the tests' own process, from a fixed seed, over a copy of the knowledge base.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from tests.ui.rest.sites import Open, Site

pytestmark = pytest.mark.slow

Operation: TypeAlias = schemathesis.APIOperation[Any, Any, Any, Any]
Case: TypeAlias = schemathesis.Case[Any]
EXAMPLES = 5  # of each route and mode
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def served(open_site: Open) -> Iterator[Site]:
    with open_site() as opened:
        yield opened


@pytest.fixture(scope="module")
def operations(served: Site) -> list[Operation]:
    schema = schemathesis.openapi.from_dict(served.app.openapi())
    schema.app = served.app
    found = list(schema.get_all_operations())
    operations = [one.ok() for one in found if isinstance(one, Ok)]
    assert len(operations) == len(found)
    return operations


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_route_keeps_its_schema(served: Site, operations: list[Operation], mode: GenerationMode) -> None:
    headers = {**served.headers("administrator"), "Host": "localhost"}
    checks = [*CHECKS, negative_data_rejection] if mode is GenerationMode.NEGATIVE else CHECKS
    assert len(operations) > 30
    for operation in operations:
        if mode is GenerationMode.NEGATIVE and not _takes_anything(operation):
            continue

        @seed(2026)
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def keeps_it(case: Case) -> None:
            reply = case.call(headers=headers)
            case.validate_response(reply, checks=checks)

        keeps_it()


def _takes_anything(operation: Operation) -> bool:
    return bool(list(operation.query) or list(operation.path_parameters) or list(operation.body))
