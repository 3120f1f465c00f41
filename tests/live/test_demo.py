"""`python -m dynclient demo`: README's first command, in this process, on the real engine and without one."""

from __future__ import annotations

import gc
import re
import runpy
import sys

import pytest

from dynclient import Client
from dynclient.__main__ import main
from dynclient.document.version import __version__

CALLS = [
    "container.list",
    "image.list",
    "network.list",
    "volume.list",
    "image.inspect",
    "container.create",
    "container.create",
    "container.start",
    "container.wait",
    "container.inspect",
    "container.logs",
    "container.delete",
]


@pytest.mark.engine
def test_the_demonstration_takes_a_container_through_its_life_and_leaves_none(
    engine_address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--host", engine_address]) == 0
    shown = capsys.readouterr().out
    calls = re.findall(r"^>>> (?:client\.)?([\w.]+(?: asyncio)?)", shown, re.MULTILINE)
    assert calls == [*CALLS, "await asyncio"]
    assert "Imge: is not known here; did you mean Image?" in shown
    assert "stdout b'out: Linux in " in shown
    with Client(engine_address) as client:
        assert client.container.list(all=True, filters={"label": "dynclient.demo"}) == []


@pytest.mark.engine
def test_an_image_that_is_not_here_is_pulled_and_what_the_engine_says_is_told(
    engine_address: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dynclient.faces.demo._IMAGE", "127.0.0.1:1/nothing:latest")
    assert main(["demo", "--host", engine_address]) == 1
    assert re.match(r"dynclient: ImageCreate: .*127.0.0.1:1", capsys.readouterr().err)


@pytest.mark.engine
def test_an_image_that_is_pulled_is_used(
    engine_address: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, registry: str
) -> None:
    name = f"{registry}/dynclient-demo"
    with Client(engine_address) as client:
        client.image.tag("busybox:latest", repo=name, tag="latest")
        client.push(name)
        client.image.delete(f"{name}:latest")
        monkeypatch.setattr("dynclient.faces.demo._IMAGE", f"{name}:latest")
        try:
            assert main(["demo", "--host", engine_address]) == 0
        finally:
            client.image.delete(f"{name}:latest")
    assert f">>> client.pull('{name}:latest').Id" in capsys.readouterr().out


def test_without_an_engine_it_says_what_it_tried_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--host", "unix:///nowhere/docker.sock"]) == 3
    gc.collect()  # while the warning of httpcore's is passed over
    printed = capsys.readouterr()
    assert printed.err == (
        "dynclient: no engine at unix:///nowhere/docker.sock (from argument): there is no such socket.\n"
        "  Is the engine running, and is this its address?\n"
    )


def test_where_none_is_found_a_mock_answers_and_the_first_line_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    assert main(["demo"]) == 0
    printed = capsys.readouterr()
    assert printed.err.startswith("no engine at unix:///nowhere/docker.sock (from $DOCKER_HOST): there is no such")
    first, *rest = printed.out.splitlines()
    assert first == "No engine was found: a mock answers, from the document's examples. Nothing below is real."
    assert [line.partition("(")[0] for line in rest if line.startswith(">>>")] == [
        f">>> {call}" for call in [f"client.{name}" for name in CALLS] + ["await asyncio.gather"]
    ]
    assert "    exited, exit code 3" in rest


def test_the_module_runs_as_a_command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["dynclient", "--version"])
    monkeypatch.delitem(sys.modules, "dynclient.__main__")
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("dynclient", run_name="__main__")
    assert (ended.value.code, capsys.readouterr().out) == (0, f"dynclient {__version__}\n")
