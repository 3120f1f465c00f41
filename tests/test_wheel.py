"""The wheel: built from this checkout, installed elsewhere, it carries the document and runs without the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from dynclient.faces.pages.topics import TOPICS

pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).parent.parent
PROGRAM = """
import pathlib, sys
import httpx, dynclient
from dynclient import Client
from dynclient.document import default

home = pathlib.Path(dynclient.__file__).parent
assert pathlib.Path(default().source).parent == home / "spec", default().source
assert (home / "py.typed").is_file()
asked = []
def answer(request):
    asked.append(str(request.url))
    return httpx.Response(200, json=[{"Id": "4f2a"}], headers={"Api-Version": "1.45"})
client = Client(transport=httpx.MockTransport(answer))
assert client.container.list(all=True, filters={"status": "exited"})[0].Id == "4f2a"
assert len(client.operations) == 107
print(*sys.version_info[:2], asked[-1])
"""
ASKED = "http://docker/v1.45/containers/json?all=true&filters=%7B%22status%22%3A%5B%22exited%22%5D%7D"


def run(command: Sequence[str | Path], **settings: object) -> str:
    """Run a command away from the checkout and return what it prints."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **settings)  # type: ignore[call-overload]
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    printed: str = done.stdout
    return printed


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from what git would clone and what is new beside it."""
    folder = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, CHECKOUT])
    (built,) = folder.glob("dynclient-*.whl")
    return built


def test_the_wheel_carries_the_package_its_types_and_the_documents_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    documents = {f"dynclient/spec/{name}" for name in ("v1.45.yaml", "corrections.yaml", "REALITY.md")}
    assert {*documents, "dynclient/py.typed"} <= set(names)
    assert {f"dynclient/faces/pages/guide/{topic}.md" for topic in TOPICS} <= set(names)
    assert {"dynclient/typed/__init__.pyi", "dynclient/typed/_base.pyi", "dynclient/faces/pages/reference.html"} <= set(
        names
    )
    assert {name.split("/")[0].split("-")[0] for name in names} == {"dynclient"}
    assert [name for name in names if "tests" in name] == []


def test_the_wheel_runs_in_an_empty_environment_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    run([sys.executable, "-m", "venv", tmp_path / "venv"])
    python = tmp_path / "venv" / "bin" / "python"
    run([python, "-m", "pip", "install", "--quiet", wheel], cwd=tmp_path)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DYNCLIENT_SPEC"))}
    printed = run([python, "-c", PROGRAM], cwd=tmp_path, env=clean)
    assert printed == f"{sys.version_info[0]} {sys.version_info[1]} {ASKED}\n"


@pytest.mark.engine
def test_the_wheel_runs_on_the_python_of_debian_trixie_and_takes_a_container_through_its_life(
    wheel: Path, tmp_path: Path
) -> None:
    """The root of the private engine is a Debian trixie: its Python 3.13 runs the demonstration beside the engine."""
    base = Path(os.environ.get("DYNCLIENT_ENGINE_DIR", "/var/tmp/dynclient-engine"))
    pid = (base / "run" / "engine.pid").read_text().strip()
    inside = ["nsenter", "--target", pid, "--mount", "--pid", "--", "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"]
    inside += ["LANG=C.UTF-8", "HOME=/root", "DYNCLIENT_CACHE=0"]
    packages, shared = tmp_path / "packages", base / "run" / f"wheel-test-{os.getpid()}"
    target = ["--python-version", "3.13", "--only-binary", ":all:", "--dest", packages]
    run([sys.executable, "-m", "pip", "download", "--quiet", *target, wheel])
    shutil.copytree(packages, shared)
    try:
        here = f"/engine/{shared.name}"
        run([*inside, "python3", "-m", "venv", f"{here}/venv"])
        python = f"{here}/venv/bin/python"
        offline = ["--no-index", "--find-links", here]
        run([*inside, python, "-m", "pip", "install", "--quiet", *offline, f"{here}/{wheel.name}"])
        assert run([*inside, python, "-c", PROGRAM]) == f"3 13 {ASKED}\n"
        shown = run([*inside, "DOCKER_HOST=unix:///engine/docker.sock", python, "-m", "dynclient", "demo"])
        assert "client.container.wait" in shown
        assert "stdout b'out: Linux in " in shown
    finally:
        shutil.rmtree(shared)
