"""The bundled document's descriptions: none missing, none copied from the published text, and examples that fit."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from dynclient.api.model.parts import is_json
from dynclient.api.public import Api
from dynclient.document import default

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "spec" / "v1.45.yaml"
SHARED = ROOT.parent / "shared"
PUBLISHED: dict[str, Any] = yaml.load(SPEC.read_text(), Loader=yaml.CSafeLoader)
CORRECTED: dict[str, Any] = Api(default()).document.content
FORMS = pytest.mark.parametrize("document", [PUBLISHED, CORRECTED], ids=["published", "corrected"])
METHODS = ("get", "put", "post", "delete", "head", "options", "patch")
Places = Iterator[tuple[str, dict[str, Any]]]


def operations(document: dict[str, Any]) -> Places:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield item[method].get("operationId", f"{method} {path}"), item[method]


def schemas(document: dict[str, Any]) -> Places:
    """Yield every top-level schema: the named ones, and those of parameters, bodies and answers."""
    yield from document["components"]["schemas"].items()
    for name, node in operations(document):
        for parameter in node.get("parameters", ()):
            for each in (parameter, *parameter.get("content", {}).values()):
                yield f"{name} {parameter['name']}", each.get("schema", {})
        for place, each in media(node):
            yield f"{name} {place}", each.get("schema", {})


def media(node: dict[str, Any]) -> Places:
    """Yield every media type of an operation's body and of its answers."""
    for name, each in node.get("requestBody", {}).get("content", {}).items():
        yield f"body, {name}", each
    for status, answer in node["responses"].items():
        for name, each in (answer.get("content") or {}).items():
            yield f"{status}, {name}", each


def within(where: str, schema: Any) -> Places:
    """Yield every schema in a schema, each with the path of property names to it."""
    if not isinstance(schema, dict):
        return
    yield where, schema
    for name, sub in schema.get("properties", {}).items():
        yield from within(f"{where}.{name}", sub)
    for key in ("items", "additionalProperties"):
        yield from within(f"{where}{'[]' if key == 'items' else '{}'}", schema.get(key))
    for key in ("allOf", "anyOf", "oneOf"):
        for sub in schema.get(key, ()):
            yield from within(where, sub)


def described(node: dict[str, Any]) -> bool:
    return bool(str(node.get("description", "")).strip())


@FORMS
def test_every_operation_parameter_and_body_has_words(document: dict[str, Any]) -> None:
    silent = []
    for name, node in operations(document):
        silent += [name] * (not described(node)) + [f"{name}: summary"] * (not node.get("summary"))
        silent += [f"{name} {each['name']}" for each in node.get("parameters", ()) if not described(each)]
        silent += [f"{name} body"] * ("requestBody" in node and not described(node["requestBody"]))
    assert silent == []


@FORMS
def test_every_schema_and_every_property_at_any_depth_has_words(document: dict[str, Any]) -> None:
    silent = [name for name, schema in document["components"]["schemas"].items() if not described(schema)]
    for where, schema in schemas(document):
        for place, each in within(where, schema):
            silent += [f"{place}.{name}" for name, sub in each.get("properties", {}).items() if not described(sub)]
    assert silent == []


@FORMS
def test_every_answer_and_every_body_of_json_has_an_example(document: dict[str, Any]) -> None:
    missing = [
        f"{name} {place}"
        for name, node in operations(document)
        for place, each in media(node)
        if place.startswith(("body", "2")) and is_json(place.partition(", ")[2])
        if "example" not in each and "example" not in each["schema"]
    ]
    assert missing == []


@FORMS
def test_every_example_fits_its_schema(document: dict[str, Any]) -> None:
    shown = [(f"{name} {place}", each) for name, node in operations(document) for place, each in media(node)]
    nodes = [(place, each.get("schema", {}), each["example"]) for place, each in shown if "example" in each]
    for where, schema in schemas(document):
        nodes += [(place, each, each["example"]) for place, each in within(where, schema) if "example" in each]
    rooted = {"components": document["components"]}
    faults = [
        (place, error.json_path, error.message)
        for place, schema, example in nodes
        for error in Draft202012Validator({**schema, **rooted}).iter_errors(example)
    ]
    assert (faults, len(nodes) > 150) == ([], True)


@pytest.mark.slow
def test_a_validator_of_others_finds_the_document_right() -> None:
    assert list(OpenAPIV31SpecValidator(PUBLISHED).iter_errors()) == []


def test_no_sentence_is_the_published_documents() -> None:
    tool, published = SHARED / "tools" / "spec-parity", SHARED / "engine-api" / "v1.45.yaml"
    if not tool.exists():
        pytest.skip("the published document is not here: ../shared is missing")
    said = subprocess.run([sys.executable, tool, SPEC, published], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.strip().endswith("0 differ, 0 eight-word runs in common")
