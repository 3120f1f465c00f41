"""Violations of a schema, found without jsonschema: the same as jsonschema finds."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dynclient.api.call.explain import _is_secret, described, explain
from dynclient.api.call.misses import Unjudged, misses
from dynclient.api.public import Api

WRONG = [None, True, 0, 1, -1, 10**20, 1.5, 2.0, "", "a", "a" * 300, [], ["a"], [5], [{}], {}, {"zzz": 1}, {"a": None}]


def both(schema: Any, value: Any) -> tuple[list[str], list[str]]:
    mine = described(misses(schema, value), "x", lambda error: error.secret)
    theirs = described(Draft202012Validator(schema).iter_errors(value), "x", lambda error: _is_secret(schema, error))
    return list(map(str, mine)), list(map(str, theirs))


def values(schema: Any, depth: int = 3) -> Iterator[Any]:
    """Yield valid and invalid values of a schema, including those of its properties and items."""
    yield from WRONG
    if depth:
        for name, sub in schema.get("properties", {}).items():
            yield from ({name: value} for value in values(sub, depth - 1))
        for keyword in ("items", "additionalProperties"):
            if isinstance(sub := schema.get(keyword), dict):
                yield from ([value] if keyword == "items" else {"k": value} for value in values(sub, depth - 1))


@pytest.mark.slow
def test_both_find_the_same_wrong_with_the_arguments_of_every_operation(docker: Api) -> None:
    different, seen = [], set()
    for operation in docker.operations.values():
        schemas = [parameter.schema for parameter in operation.parameters]
        schemas += [operation.body.schema] if operation.body and operation.body.structured else []
        for schema in schemas:
            if str(schema) not in seen:
                seen.add(str(schema))
                found = [(value, *both(schema, value)) for value in values(schema, 2)]
                different += [(operation.id, value, mine, theirs) for value, mine, theirs in found if mine != theirs]
    assert different == []


CASES: dict[str, tuple[Any, Any]] = {
    "a reference": ({"$ref": "#/$defs/T", "$defs": {"T": {"type": "string"}}}, 5),
    "of alternatives the one of its type": ({"anyOf": [{"type": "array"}, {"type": "object", "required": ["a"]}]}, {}),
    "no alternative": ({"anyOf": [{"type": "array"}, {"type": "object"}]}, 5),
    "one alternative": ({"anyOf": [{"type": "array"}, {"type": "object"}]}, []),
    "all of several": ({"allOf": [{"type": "string"}, {"maxLength": 2}]}, "abc"),
    "true for an integer": ({"type": "integer"}, True),
    "one for true": ({"enum": [True]}, 1),
    "a secret of alternatives": ({"x-secret": True, "anyOf": [{"type": "string", "enum": ["a"]}]}, "hunter2"),
    "a password": ({"properties": {"a": {"format": "password", "enum": ["a"]}}}, {"a": "hunter2"}),
    "anything": ({"items": True}, [1]),
}


@pytest.mark.parametrize("case", CASES)
def test_both_find_the_same(case: str) -> None:
    mine, theirs = both(*CASES[case])
    assert mine == theirs


@pytest.mark.parametrize(
    "schema",
    [{"multipleOf": 2}, {"items": False}, {"type": "file"}, {"enum": [[1]]}, {"enum": [{"a": 1}]}],
    ids=["a keyword", "false", "a type", "a list among choices", "a dict among choices"],
)
def test_what_only_jsonschema_judges_is_left_to_it(schema: Any) -> None:
    with pytest.raises(Unjudged):
        misses(schema, [1] if "items" in schema else 3)
    if schema.get("type") != "file":
        assert explain(schema, [1] if "items" in schema else 3, "x") != []


ALIKE = """
import sys
from dynclient import Client, InvalidArguments
client = Client("unix:///var/run/docker.sock")
for wrong in (
    {"HostConfig": {"Memory": "64m"}}, {"Imge": "a"}, {}, {"name": "y"}, {"Env": 5},
    {"HostConfig": {"MemorySwappiness": 101}}, {"HostConfig": {"CgroupnsMode": "own"}},
):
    try:
        client.container.create(**{"Image": "a"} if wrong else {}, **wrong)
        raise SystemExit("went through")
    except InvalidArguments:
        pass
print([name for name in ("jsonschema", "openapi_core", "pandas") if name in sys.modules])
"""


@pytest.mark.slow
def test_a_common_mistake_does_not_wait_for_jsonschema() -> None:
    done = subprocess.run([sys.executable, "-c", ALIKE], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("[]\n", "", 0)
