"""The front door: what `import dynclient` gives, what it loads, and what it survives."""

from __future__ import annotations

import ast
import importlib
import json
import os
import re
import subprocess
import sys
import tomllib
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


@pytest.mark.slow
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
        ("{", "line 2, column 1: "),
        ("- 1\n- 2\n", "it must be a mapping, not list"),
        ("swagger: '1.2'\n", "it has swagger: '1.2'; supported are swagger: '2.0' and openapi: 3.0, 3.1 and 3.2"),
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
    assert message.startswith(f"{spec}: {problem}")  # libyaml's own words follow the place


def test_a_document_that_cannot_be_used_never_breaks_the_import(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DYNCLIENT_SPEC", "/no/such/file.yaml")
    assert importlib.reload(dynclient) is dynclient


FACES = """
import json, sys, httpx
before = set(sys.modules)
from dynclient import Client, ResultList
client = Client(transport=httpx.MockTransport(lambda request: httpx.Response(200, json=[])), version="1.45")
found = client.container.list()
def faces():
    parts = {part for name in sys.modules if name.startswith("dynclient.faces.") for part in name.split(".")[2:3]}
    foreign = {"click", "rich", "pandas", "IPython", "matplotlib"} & (sys.modules.keys() - before)
    return sorted(foreign | parts & {"notebook", "bars", "tables", "terminal", "mock", "pages", "demo"})
loaded = [faces()]
found._repr_html_()
print(json.dumps([*loaded, faces()]))
"""


def test_a_face_is_loaded_when_it_is_first_asked_for() -> None:
    assert run(FACES) == [[], ["notebook", "tables"]]


REPLACED = """
import json, httpx
before = dict(vars(httpx))
import dynclient
dynclient.Client, dynclient.AsyncClient, dynclient.MockEngine
print(json.dumps([name for name in before if vars(httpx)[name] is not before[name]]))
"""
FIRST = """
import json, dynclient
dynclient.Client
import httpx
print(json.dumps([httpx.main.__module__]))
"""


@pytest.mark.slow
def test_nothing_of_httpx_is_replaced() -> None:
    assert run(REPLACED) == []
    assert run(FIRST) == run("import json, httpx; print(json.dumps([httpx.main.__module__]))")


def test_it_is_imported_by_several_threads_at_once() -> None:
    program = """
import sys, threading, dynclient
sys.setswitchinterval(1e-6)
found, ready = [], threading.Barrier(16)
def get():
    ready.wait()
    found.append(dynclient.Client)
threads = [threading.Thread(target=get) for _ in range(16)]
for each in threads: each.start()
for each in threads: each.join()
assert found == [dynclient.Client] * 16
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def imported(*, beside: Path, program: str = "from dynclient import Client") -> str:
    """Return the last line that a program says to its standard error, with a folder before all others."""
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(beside), *sys.path])}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, env=environ, check=False, timeout=60)
    return done.stderr.splitlines()[-1]


def test_an_httpx_with_another_api_is_refused_with_the_versions_that_are_not(tmp_path: Path) -> None:
    (tmp_path / "httpx.py").write_text("__version__ = '1.0.dev6'")
    said = "ImportError: dynclient needs httpx 0.27 or newer, below 1; found httpx 1.0.dev6"
    assert imported(beside=tmp_path) == said
    assert imported(beside=tmp_path, program="import httpx, dynclient; dynclient.AsyncClient") == said


def test_an_error_in_what_is_imported_later_is_shown_as_it_is(tmp_path: Path) -> None:
    said = imported(beside=tmp_path, program="import httpx; del httpx.HTTPError; from dynclient import Client")
    assert re.match(r"ImportError: dynclient.client.client cannot be imported: .*\bHTTPError\b", said)


def packages(requirements: list[str]) -> set[str]:
    """Return the names of the packages that requirements ask for, as they are imported."""
    imported_as = {"pyyaml": "yaml", "ipython": "IPython"}
    names = [re.match(r"[\w-]+", each) for each in requirements]
    return {imported_as.get(n[0].lower(), n[0].lower().replace("-", "_")) for n in names if n}


def imports(tree: ast.AST) -> set[str]:
    """Return the names of the packages that a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found |= {each.name.partition(".")[0] for each in names}
            case ast.ImportFrom(module=str(module), level=0):
                found.add(module.partition(".")[0])
            case ast.Call(func=ast.Name("import_module"), args=[ast.Constant(str(module))]):
                found.add(module.partition(".")[0])
    return found


@pytest.mark.slow
def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    home = Path(dynclient.__file__).parent
    project = tomllib.loads((home.parent / "pyproject.toml").read_text())["project"]
    trees = [ast.parse(file.read_text()) for file in home.rglob("*.py")]
    found = set[str]().union(*map(imports, trees)) - set(sys.stdlib_module_names) - {"dynclient"}
    extras = project["optional-dependencies"]
    declared = packages([*project["dependencies"], *extras["cli"], *extras["notebook"], *extras["websocket"]])
    assert found == declared | {"pytest"}  # that of whoever uses dynclient.testing


def test_the_oldest_versions_that_ci_tries_are_the_ones_that_are_declared() -> None:
    home = Path(dynclient.__file__).parent.parent
    project = tomllib.loads((home / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    lists = [project["dependencies"], *(extras[each] for each in ("cli", "notebook", "websocket", "test"))]
    bounds = {each.split(",")[0].replace(">=", "==") for listed in lists for each in listed if ">=" in each}
    lines = (home / "tests" / "constraints-oldest.txt").read_text().splitlines()
    tried = {re.sub(r"(\.0)+$", "", line.lower()) for line in lines if "==" in line}
    assert tried == {re.sub(r"(\.0)+$", "", bound.lower()) for bound in bounds}


def test_the_bound_that_is_told_is_the_one_that_is_declared() -> None:
    project = (Path(dynclient.__file__).parent.parent / "pyproject.toml").read_text()
    assert '"httpx>=0.27,<1"' in project
