"""The engine's published documents: normalising neither loses nor adds anything."""

import importlib.machinery
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from dynclient.document.normalise import METHODS, normalise
from dynclient.document.places import look_up
from dynclient.document.read import parse

SHARED = Path(__file__).parents[3] / "shared"
VERSIONS = ["1.41", "1.45", "1.51"]


@pytest.fixture(params=VERSIONS)
def published(request: pytest.FixtureRequest) -> Path:
    path = SHARED / "engine-api" / f"v{request.param}.yaml"
    if not path.exists():
        pytest.skip(f"the published v{request.param}.yaml is not there")
    return path


@pytest.fixture
def document(published: Path) -> Any:
    return normalise(parse(published.read_bytes(), published.name), published.name)


@pytest.fixture
def parity() -> Any:
    path = SHARED / "tools" / "spec-parity"
    if not path.exists():
        pytest.skip("the tool spec-parity is not there")
    loader = importlib.machinery.SourceFileLoader("spec_parity", str(path))
    spec = importlib.util.spec_from_loader("spec_parity", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def with_text_keys(node: Any) -> Any:
    if isinstance(node, dict):
        return {str(key): with_text_keys(value) for key, value in node.items()}
    return [with_text_keys(value) for value in node] if isinstance(node, list) else node


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    rest = [node]
    while rest:
        part = rest.pop()
        if isinstance(part, dict):
            yield part
        rest.extend(part.values() if isinstance(part, dict) else part if isinstance(part, list) else ())


@pytest.mark.slow
def test_a_published_document_is_read_as_pyyaml_reads_it_but_for_keys(published: Path) -> None:
    expected = yaml.load(published.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    assert parse(published.read_bytes(), published.name) == with_text_keys(expected)


@pytest.mark.slow
def test_a_published_document_and_its_normalised_form_state_the_same_facts(
    published: Path, document: Any, parity: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    normalised = tmp_path / "normalised.yaml"
    normalised.write_text(yaml.dump(document, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper)))
    parity.main([str(normalised), str(published)])
    lines = capsys.readouterr().out.splitlines()
    # Its sentences are of course the published ones.
    assert [line for line in lines[:-1] if not line.startswith("copied")] == []
    assert re.match(r"(\d+) of \1 operations, \d{4} facts compared, 0 differ", lines[-1])


def test_every_operation_of_a_published_document_keeps_its_name(published: Path, document: Any) -> None:
    raw = parse(published.read_bytes(), published.name)["paths"]
    assert {
        path: {method: (each["operationId"], each["tags"]) for method, each in item.items()}
        for path, item in document["paths"].items()
    } == {
        path: {method: (item[method]["operationId"], item[method]["tags"]) for method in item if method in METHODS}
        for path, item in raw.items()
    }


def test_nothing_of_the_old_dialect_is_left(document: Any) -> None:
    left = {"x-nullable", "nullable", "collectionFormat", "consumes", "produces", "definitions"}
    for node in nodes({key: document[key] for key in ("paths", "components")}):
        assert not left & node.keys()
        assert node.get("format") != "dateTime"
        if isinstance(node.get("$ref"), str):
            assert node["$ref"].startswith("#/components/schemas/")
            assert isinstance(look_up(document, node["$ref"]), dict)
