"""The front door: what `import dynclient` gives, what it loads, and what it survives."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import dynclient


def run(program: str, **environment: str) -> Any:
    """Run a program in a fresh interpreter and read the JSON that it prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_exports_are_sorted_and_there() -> None:
    assert dynclient.__all__ == sorted(dynclient.__all__)
    assert [name for name in dynclient.__all__ if getattr(dynclient, name, None) is None] == []


def test_dir_shows_the_exports() -> None:
    assert dir(dynclient) == dynclient.__all__


@pytest.mark.parametrize("name", sorted(dynclient._LATER))
def test_a_name_that_is_loaded_later_is_that_of_its_module(name: str) -> None:
    module = importlib.import_module(dynclient._LATER[name])
    assert getattr(dynclient, name) is getattr(module, name)


def test_another_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match=r"^module 'dynclient' has no attribute 'Docker'$"):
        _ = dynclient.Docker


def test_a_star_import_gives_the_exports() -> None:
    names = run("from dynclient import *; import json; print(json.dumps(sorted(n for n in dir() if n != 'json')))")
    assert [name for name in names if not name.startswith("__")] == [
        name for name in dynclient.__all__ if not name.startswith("__")
    ]


HEAVY = ["httpx", "httpcore", "jsonschema", "yaml", "openapi_core", "asyncio", "ssl"]
LOADED = f"import sys, dynclient, json; print(json.dumps([name for name in {HEAVY} if name in sys.modules]))"


def test_importing_loads_none_of_the_heavy_packages_once_the_document_is_cached(tmp_path: Path) -> None:
    cache = str(tmp_path)
    run(LOADED, DYNCLIENT_CACHE=cache)
    assert run(LOADED, DYNCLIENT_CACHE=cache) == []


CALL = """
import json, sys, httpx, dynclient
client = dynclient.Client(transport=httpx.MockTransport(lambda request: httpx.Response(200, json=[])), version="1.45")
client.container.list(all=True)
print(json.dumps([name for name in ("jsonschema", "yaml", "openapi_core", "inspect") if name in sys.modules]))
"""


def test_a_call_that_is_right_loads_no_validator(tmp_path: Path) -> None:
    cache = str(tmp_path)
    run(CALL, DYNCLIENT_CACHE=cache)
    assert [name for name in run(CALL, DYNCLIENT_CACHE=cache) if name != "inspect"] == []


BROKEN = """
import json
from dynclient import Client, SpecError
try:
    Client("unix:///run/docker.sock")
except SpecError as error:
    print(json.dumps(str(error)))
"""


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "line 2, column 1: did not find expected node content"),
        ("- 1\n- 2\n", "it has to be a mapping, not list"),
        ("swagger: '1.2'\n", "it is swagger: '1.2'; supported are swagger: '2.0' and openapi: 3.0, 3.1 and 3.2"),
        (None, "it cannot be read: No such file or directory"),
    ],
    ids=["no YAML", "a list", "another version", "no file"],
)
def test_a_document_that_cannot_be_used_breaks_the_client_alone(
    tmp_path: Path, content: str | None, problem: str
) -> None:
    spec = tmp_path / "api.yaml"
    if content is not None:
        spec.write_text(content)
    message = run(BROKEN, DYNCLIENT_SPEC=str(spec), DYNCLIENT_CACHE="")
    assert message == f"{spec}: {problem}"


def test_a_document_that_cannot_be_used_never_breaks_the_import(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DYNCLIENT_SPEC", "/no/such/file.yaml")
    assert importlib.reload(dynclient) is dynclient


LEAN = """
import sys
from dynclient import Client, Frame
assert not {"click", "rich", "pandas", "IPython", "matplotlib", "httpx._main"} & sys.modules.keys(), sorted(sys.modules)
import httpx._main
"""


def test_a_client_loads_neither_what_faces_need_nor_the_command_line_of_httpx() -> None:
    done = subprocess.run([sys.executable, "-W", "error", "-c", LEAN], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_httpx_that_is_there_already_stays_as_it_is() -> None:
    program = "import httpx; main = httpx.main; from dynclient import Client; assert httpx.main is main"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
