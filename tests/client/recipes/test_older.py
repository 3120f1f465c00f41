"""The recipes on documents of older versions of the engine's API: nothing is given that these lack.

The documents are made of the bundled one, without what came later, as the engine's version history has it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dynclient import Client, InvalidArguments, MockEngine
from tests.support.scripted import Shell, Tar
from tests.support.tables import parsed

SPEC = Path(__file__).parents[3] / "spec" / "v1.45.yaml"
# What came with a version: an operation's parameters and the properties of its body.
SINCE: dict[str, dict[str, list[str]]] = {
    "1.30": {"ContainerWait": ["condition"]},
    "1.32": {"ImageCreate": ["platform"]},
    "1.35": {"ContainerExec": ["WorkingDir"]},
    "1.37": {"ImageBuild": ["target", "platform"]},
    "1.40": {"ImageBuild": ["outputs"]},
    "1.41": {"ContainerCreate": ["platform"], "ContainerStats": ["one-shot"]},
}
# What operations were called up to a version.
CALLED = {
    "1.27": {
        "ContainerArchiveInfo": "ContainerArchiveHead",
        "ContainerArchive": "ContainerGetArchive",
        "PutContainerArchive": "ContainerPutArchive",
    }
}
VERSIONS = ["1.25", "1.29", "1.34", "1.40"]
Older = Callable[[str], Path]


def number(version: str) -> int:
    return int(version.partition(".")[2])


@cache
def published() -> str:
    return json.dumps(parsed(SPEC.read_text()))


def lacks(version: str) -> dict[str, list[str]]:
    """Return what an older version lacks, by operation."""
    later = [each for since, each in SINCE.items() if number(version) < number(since)]
    return {name: [lacked for each in later for lacked in each.get(name, ())] for each in later for name in each}


@pytest.fixture
def older(tmp_path: Path) -> Older:
    """Provide a function that writes the document of an older version."""

    def made(version: str) -> Path:
        document = json.loads(published())
        document["info"]["version"], document["servers"] = version, [{"url": f"/v{version}"}]
        operations = [each for item in document["paths"].values() for each in item.values() if "operationId" in each]
        for operation in operations:
            _without(operation, set(lacks(version).get(operation["operationId"], ())))
        for last, names in CALLED.items():
            for operation in operations if number(version) <= number(last) else ():
                operation["operationId"] = names.get(operation["operationId"], operation["operationId"])
        path = tmp_path / f"v{version}.json"
        path.write_text(json.dumps(document))
        return path

    return made


def _without(operation: Any, names: set[str]) -> None:
    operation["parameters"] = [each for each in operation.get("parameters", ()) if each["name"] not in names]
    for media in operation.get("requestBody", {}).get("content", {}).values():
        for name in names & media["schema"].get("properties", {}).keys():
            del media["schema"]["properties"][name]


BUILT = [{"stream": "Step 1/1 : FROM busybox"}, {"aux": {"ID": "sha256:1"}}]
ANSWERS: dict[str, list[Any]] = {
    "POST build": [(200, "".join(json.dumps(each) + "\n" for each in BUILT))],
    "GET archive": [(200, Tar(b"\0" * 1024))],
    "POST create": [(201, {"Id": "c1", "Warnings": []})],
}
CREATED, INSPECTED = "POST /containers/create", "GET /containers/c1/json"
ATTACHED, WAITED, STARTED = (f"POST /containers/c1/{what}" for what in ("attach", "wait", "start"))
USES: dict[str, tuple[Callable[[Any], Any], list[str]]] = {
    "run": (
        lambda client: client.run("busybox", "true"),
        [CREATED, ATTACHED, INSPECTED, WAITED, STARTED, "DELETE /containers/c1"],
    ),
    "create": (lambda client: client.create("busybox", "true"), [CREATED, INSPECTED]),
    "pull": (lambda client: client.pull("busybox"), ["POST /images/create", "GET /images/busybox:latest/json"]),
    "build": (
        lambda client: client.build(dockerfile="FROM busybox\n", tag="a"),
        ["POST /build", "GET /images/sha256:1/json"],
    ),
    "wait_for": (lambda client: client.wait_for("c1", "running"), [INSPECTED]),
    "copy_to": (
        lambda client: client.copy_to("c1", {"a": b"b"}, "/tmp"),
        ["HEAD /containers/c1/archive", "PUT /containers/c1/archive"],
    ),
    "copy_from": (lambda client: client.copy_from("c1", "/tmp"), ["GET /containers/c1/archive"]),
    "execute": (lambda client: client.execute("c1", "true", detach=True), ["POST /containers/c1/exec"]),
}


@pytest.mark.parametrize("shell", ["sync", pytest.param("async", marks=pytest.mark.slow)])
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("use", "asked"), USES.values(), ids=USES)
def test_a_recipe_sends_nothing_that_an_older_document_lacks(
    older: Older, shell: str, version: str, use: Callable[[Any], Any], asked: list[str]
) -> None:
    here = Shell(shell, {**ANSWERS, "POST e1/start": [(200, None)]}, spec=older(version), version=version)
    here(use)
    found = [line.replace(f"/v{version}", "", 1) for line in here.asked]
    if number(version) < 30 and WAITED in asked:  # what has ended cannot be waited for without a condition
        asked = [{WAITED: STARTED, STARTED: WAITED}.get(each, each) for each in asked]
    assert found[: len(asked)] == asked


LACKED: dict[str, tuple[str, Callable[[Any], Any], str]] = {
    "run": ("1.40", lambda client: client.run("busybox", platform="linux/arm64"), "platform: is not known here"),
    "create": ("1.40", lambda client: client.create("busybox", platform="linux/arm64"), "platform: is not known here"),
    "pull": ("1.31", lambda client: client.pull("busybox", platform="linux/arm64"), "platform: is not known here"),
    "build": ("1.36", lambda client: client.build(dockerfile="FROM a\n", target="b"), "target: is not known here"),
    "execute": ("1.34", lambda client: client.execute("c1", "true", workdir="/a"), "WorkingDir: is not known here"),
}


@pytest.mark.parametrize("shell", ["sync", "async"])
@pytest.mark.parametrize(("version", "use", "words"), LACKED.values(), ids=LACKED)
def test_what_a_user_asks_for_and_a_document_lacks_is_refused_before_anything_is_sent(
    older: Older, shell: str, version: str, use: Callable[[Any], Any], words: str
) -> None:
    here = Shell(shell, ANSWERS, spec=older(version), version=version)
    with pytest.raises(InvalidArguments, match=words):
        here(use)
    assert here.asked == []


@pytest.mark.parametrize("version", VERSIONS)
def test_the_mock_of_an_older_document_takes_the_recipes(older: Older, version: str) -> None:
    spec = older(version)
    with Client(spec=spec, transport=MockEngine(spec)) as client:
        assert client.run("busybox", "true", check=False).exit_code is not None
        assert client.create("busybox", "true").id
        assert client.pull("busybox").Id
        assert client.build(dockerfile="FROM busybox\n").id
        assert client.execute("c1", "true").exit_code is not None


@pytest.mark.parametrize("version", VERSIONS)
def test_the_documents_lack_what_came_later(older: Older, version: str) -> None:
    operations = Client("unix:///x", spec=older(version)).operations
    assert operations["ContainerCreate"].arguments.keys() >= {"name", "Image"}
    found = {
        name: [each for each in lacked if each in operations[name].arguments] for name, lacked in lacks(version).items()
    }
    assert found == {name: [] for name in lacks(version)}
