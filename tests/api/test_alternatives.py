"""Alternatives, bases with a discriminator and names that are required only, as bodies of the smallest documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from dynclient.api.call.bind import bind
from dynclient.api.call.check import compile_schema
from dynclient.api.public import Api, Operation
from dynclient.errors import InvalidArguments
from tests.support.tables import parsed

CASES: dict[str, Any] = parsed(Path(__file__).with_name("cases").joinpath("alternatives.yaml").read_text())


def operation(make_api: Callable[..., Api], case: Mapping[str, Any]) -> Operation:
    body = {"required": True, "content": {"application/json": {"schema": case["body"]}}}
    api = make_api({"/things": {"post": {"operationId": "ThingDo", "requestBody": body}}}, case.get("schemas"))
    return api.operations["ThingDo"]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_body_that_fits_some_alternatives_is_accepted_unchanged(make_api: Callable[..., Api], case: Any) -> None:
    made = operation(make_api, case)
    assert [bind(made, (), {"body": body}).body for body in case["takes"]] == case["takes"]
    quick = compile_schema(made.body.schema)
    assert [body for body in case["takes"] if not quick(body)] == case.get("slow", [])


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_body_of_none_of_the_forms_is_refused_with_what_is_wrong(make_api: Callable[..., Api], case: Any) -> None:
    made = operation(make_api, case)
    for refused in case.get("refuses", ()):
        with pytest.raises(InvalidArguments) as caught:
            bind(made, (), {"body": refused["body"]})
        assert [error.where for error in caught.value.errors] == refused["where"]


@pytest.mark.parametrize("case", [case for case in CASES.values() if "arguments" in case])
def test_names_of_every_form_are_arguments(make_api: Callable[..., Api], case: Any) -> None:
    made = operation(make_api, case)
    assert bind(made, (), case["arguments"]["given"]).body == case["arguments"]["sent"]
