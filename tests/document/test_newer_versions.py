"""The versions that are bundled as overlays: each file in form, and each document as right as the whole one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from dynclient import Client, MockEngine
from dynclient.api.findings import check
from dynclient.document import load, raw_content
from dynclient.document.overlays import steps_of
from tests.document.test_words import SHARED, described, media, operations, schemas, within
from tests.support.strategies import sample_arguments

SPEC = Path(__file__).parents[2] / "spec"
FILES = sorted(SPEC.glob("v1.*.overlay.yaml"))
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)


def number(file: Path) -> str:
    return file.name.removeprefix("v").removesuffix(".overlay.yaml")


def before(version: str) -> str:
    major, minor = version.split(".")
    return f"{major}.{int(minor) - 1}"


def texts(node: Any) -> Iterator[str]:
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        if key in ("description", "summary", "title") and isinstance(value, str | None):
            yield value or ""
        yield from texts(value)


@each_file
def test_an_overlay_is_one_step_on_the_version_before(file: Path) -> None:
    overlay, version = yaml.load(file.read_bytes(), LOADER), number(file)
    base = before(version)
    assert {**overlay, "actions": overlay["actions"][:2]} == {
        "overlay": "1.0.0",
        "info": {"title": f"Docker Engine API, from {base} to {version}", "version": "1.0.0"},
        "extends": "v1.45.yaml" if base == "1.45" else f"v{base}.overlay.yaml",
        "actions": [
            {"target": "$.info", "update": {"version": version}},
            {"target": "$.servers[0]", "update": {"url": f"/v{version}"}},
        ],
    }


@each_file
def test_an_overlay_has_literal_targets_and_no_empty_words(file: Path) -> None:
    actions = yaml.load(file.read_bytes(), LOADER)["actions"]
    assert all(steps_of(action["target"]) for action in actions)
    assert [text for text in texts(actions) if not text.strip() or "TODO" in text] == []


@pytest.mark.slow
@each_file
def test_every_action_changes_something(file: Path) -> None:
    from dynclient.document import overlays

    _, content = raw_content(before(number(file)))
    idle = []
    for action in yaml.load(file.read_bytes(), LOADER)["actions"]:
        was = repr(content)
        overlays._act(content, action)
        idle += [action["target"]] * (repr(content) == was)
    assert idle == []


@pytest.mark.slow
@each_file
def test_everything_has_words(file: Path) -> None:
    _, content = raw_content(str(file))
    silent = [name for name, schema in content["components"]["schemas"].items() if not described(schema)]
    for name, node in operations(content):
        silent += [name] * (not described(node)) + [f"{name}: summary"] * (not node.get("summary"))
        silent += [f"{name} {each['name']}" for each in node.get("parameters", ()) if not described(each)]
    for where, schema in schemas(content):
        for place, each in within(where, schema):
            silent += [f"{place}.{name}" for name, sub in each.get("properties", {}).items() if not described(sub)]
    assert silent == []


@pytest.mark.slow
@each_file
def test_every_example_fits_its_schema(file: Path) -> None:
    content = load(number(file)).content
    shown = [(f"{name} {place}", each) for name, node in operations(content) for place, each in media(node)]
    nodes = [(place, each.get("schema", {}), each["example"]) for place, each in shown if "example" in each]
    for where, schema in schemas(content):
        nodes += [(place, each, each["example"]) for place, each in within(where, schema) if "example" in each]
    rooted = {"components": content["components"]}
    assert [
        (place, error.json_path, error.message)
        for place, schema, example in nodes
        for error in Draft202012Validator({**schema, **rooted}).iter_errors(example)
    ] == []


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::dynclient.SpecReplaced")  # updates are drawn by single properties as well
@pytest.mark.filterwarnings("ignore::dynclient.ValueIgnored")  # and what the engine sets itself
@each_file
def test_a_document_checks_and_every_operation_of_it_binds(file: Path) -> None:
    document = load(number(file))
    assert check(document).errors == ()
    client = Client(spec=number(file), transport=MockEngine(number(file)))
    for operation in client.operations.values():
        for full in (False, True):
            request = client.build_request(operation, **sample_arguments(operation, full=full))
            assert (request.method, bool(operation.help())) == (operation.method.upper(), True)


@pytest.mark.slow
@each_file
def test_a_document_states_the_published_facts_in_words_of_its_own(file: Path, tmp_path: Path) -> None:
    tool, published = SHARED / "tools" / "spec-parity", SHARED / "engine-api" / f"v{number(file)}.yaml"
    if not tool.exists() or not published.exists():
        pytest.skip("the published documents are not here: ../shared is missing")
    _, content = raw_content(number(file))
    (ours := tmp_path / "ours.yaml").write_text(
        yaml.dump(content, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper))
    )
    said = subprocess.run([sys.executable, tool, ours, published], capture_output=True, text=True, check=False)
    assert said.stdout.strip().endswith("0 differ, 0 eight-word runs in common")
    assert (said.returncode, said.stderr) == (0, "")
