"""Documents: how long the bundled one takes to load, cold and warm, and one of 10 MB, beside others where they can.

No engine is needed. What others cannot do is printed in place of a figure.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml
from measure import medians, table

from dynclient import document as documents
from dynclient.document.cache import cache_folder

BUNDLED = documents.default_path()
LIBYAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What an import of dynclient needs besides itself: the floor of a warm start.
NEEDED = (
    "base64, collections, contextlib, datetime, functools, hashlib, httpx, json, math, os, re, time, typing, weakref"
)
WARM = f"""
import {NEEDED}
start = time.perf_counter()
from dynclient import Client
Client("unix:///x")
print(time.perf_counter() - start)
"""
LOAD = f"""
import {NEEDED}
start = time.perf_counter()
import dynclient
print(time.perf_counter() - start)
"""


def cold() -> None:
    """Measure loading without a cache beside libyaml's own parse of the file.

    That is `yaml.load` with libyaml's loader: from the file to values, as `_build` has them too. Its events alone,
    which nobody can use as they are, are the floor of both.
    """
    data = Path(BUNDLED).read_bytes()
    layers = [(name, Path(name).read_bytes()) for name in documents.bundled_corrections()]
    found = medians(
        {
            "dynclient, cold": lambda: documents._pack(documents._build([(BUNDLED, data)], layers)),
            "libyaml: yaml.load(CSafeLoader)": lambda: yaml.load(data, Loader=LIBYAML),
            "its events alone: yaml.parse(CSafeLoader)": lambda: sum(1 for _ in yaml.parse(data, Loader=LIBYAML)),
        },
        15,
    )
    table(
        f"loading {Path(BUNDLED).name} ({len(data) // 1000} KB) and its corrections, cold",
        found,
        "dynclient, cold",
        {"libyaml: yaml.load(CSafeLoader)": 1.5},
    )


def within(code: str, **environ: str) -> Callable[[], float]:
    """Return a function that runs code in a process of its own and returns the seconds that it prints."""
    settings = {**os.environ, **environ}
    settings.pop("PYTHONDONTWRITEBYTECODE", None)

    def run() -> float:
        ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=settings)
        return float(ran.stdout)

    return run


def warm() -> None:
    """Measure what importing dynclient and its bundled document takes when its dependencies are imported already."""
    print("\nwarm start, over importing the dependencies")
    for name, code, target in (("import dynclient", LOAD, " (at most 12 ms)"), ("... and Client(...)", WARM, "")):
        run = within(code)
        run()
        taken = sorted(run() for _ in range(15))[7]
        print(f"  {name:<44} {taken * 1000:9.2f} ms  {target}")


NUMBER = f"""
import {NEEDED}, sys
from dynclient import Client
start = time.perf_counter()
Client("unix:///x", spec="NUMBER")
print(time.perf_counter() - start)
"""


def newest() -> None:
    """Measure the newest version, which is made of overlays, beside the whole document that they begin with."""
    first, *_, last = documents.bundled_versions()
    for name, runs, most, environ in (("warm", 15, 1.3, {}), ("cold", 5, 2.0, {"DYNCLIENT_CACHE": "0"})):
        sides = {number: within(NUMBER.replace("NUMBER", number), **environ) for number in (first, last)}
        taken: dict[str, list[float]] = {number: [run()][:0] for number, run in sides.items()}
        for _ in range(runs):  # in turns: what else the machine does is the same for both
            for number, run in sides.items():
                taken[number].append(run())
        old, new = (sorted(taken[number])[runs // 2] for number in (first, last))
        said = f"{old * 1000:.2f} and {new * 1000:.2f} ms, {new / old:.2f} times (at most {most})"
        print(f"  Client(spec={first!r}) and {last!r}, {name:<20} {said}")


def lazily() -> None:
    """Measure what the groups cost, and one signature and docstring, when they are looked at."""
    document = documents.load(BUNDLED)
    from dynclient.api.public import Api

    def groups() -> Any:
        from dynclient.client.client import Client

        return Client("unix:///x").groups

    found = medians(
        {
            "all groups and their methods": groups,
            "one signature": lambda: Api(document).operations["ContainerCreate"].signature,
            "one docstring": lambda: Api(document).operations["ContainerCreate"].help(),
            "all signatures": lambda: [operation.signature for operation in Api(document).operations.values()],
        },
        9,
    )
    table(f"{len(document.operations)} operations", found, "all groups and their methods", {})


def large(count: int) -> dict[str, Any]:
    """Make a document in the manner of Kubernetes' own: `count` kinds of things with four operations each."""
    words = "Some words about it, as many as are usual in such a place. "
    home = "#/definitions/io.example.v1.Thing"
    schemas = {
        f"io.example.v1.Thing{n}": {
            "type": "object",
            "description": words * 4,
            "required": ["p0"],
            "properties": {
                f"p{k}": {"type": "string", "description": words * 2}
                if k % 3
                else {"$ref": f"{home}{(n * 31 + k * 7) % count}", "description": words}
                for k in range(12)
            },
        }
        for n in range(count)
    }
    paths = {
        f"/v1/group{n % 60}/things{n}/{{name}}": {
            "parameters": [{"name": "name", "in": "path", "required": True, "type": "string"}],
            **{
                method: {
                    "operationId": f"{method}Thing{n}",
                    "tags": [f"group_{n % 60}"],
                    "description": words * 2,
                    "parameters": [{"name": "body", "in": "body", "schema": {"$ref": f"{home}{n}"}}] if body else [],
                    "responses": {"200": {"description": "Fine.", "schema": {"$ref": f"{home}{n}"}}},
                }
                for method, body in (("get", False), ("put", True), ("patch", True), ("delete", False))
            },
        }
        for n in range(count)
    }
    info = {"title": "Large", "version": "v1"}
    return {"swagger": "2.0", "info": info, "host": "large.example", "paths": paths, "definitions": schemas}


LARGE = """
import json, os, sys, time
path, name = sys.argv[1], sys.argv[2]
def memory():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
if name == "json": import json as module
if name == "dynclient": import dynclient as module
if name == "bravado": import bravado.client as module
if name == "aiopenapi3": import aiopenapi3 as module
before, start = memory(), time.perf_counter()
if name == "json":
    json.loads(open(path, "rb").read())
if name == "dynclient":
    from dynclient import Client
    client = Client(spec=path)
    client.build_request("getThing0", "x")
if name == "bravado":
    from bravado.client import SwaggerClient
    SwaggerClient.from_spec(json.load(open(path)))
if name == "aiopenapi3":
    from aiopenapi3 import OpenAPI
    OpenAPI.loads(path, open(path).read())
print(json.dumps([time.perf_counter() - start, memory() - before]))
"""


def size(count: int, names: tuple[str, ...], seconds: int = 120) -> None:
    """Measure loading a generated JSON document until the first request is built, in a process for each side."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.json"
        path.write_text(json.dumps(large(count)))
        print(f"\na JSON document of {path.stat().st_size / 1e6:.1f} MB with {count * 4} operations")
        for name in names:
            # "again" finds in the cache what the side before it has built.
            cache = "" if name == "dynclient" else str(Path(folder) / "cache")
            side = name.partition(",")[0]
            for label in (name, f"{name}, from the cache") if side == "dynclient" else (name,):
                environ = {**os.environ, "DYNCLIENT_CACHE": cache if label == name else str(Path(folder) / "cache")}
                if label != name:
                    _run(path, side, environ, seconds)
                print(f"  {label:<44} {_run(path, side, environ, seconds)}")


def _run(path: Path, name: str, environ: Mapping[str, str], seconds: int) -> str:
    start = time.perf_counter()
    try:
        command = [sys.executable, "-W", "ignore", "-c", LARGE, str(path), name]
        ran = subprocess.run(command, check=False, capture_output=True, text=True, env=environ, timeout=seconds)
    except subprocess.TimeoutExpired:
        return f"not in {time.perf_counter() - start:.0f} s"
    if ran.returncode:
        return f"cannot: {(ran.stderr.strip().splitlines() or ['?'])[-1][:90]}"
    taken, kilobytes = json.loads(ran.stdout)
    return f"{taken * 1000:9.0f} ms  {kilobytes // 1024:5d} MB"


def others() -> None:
    """Measure what other clients take for the documents of an engine."""
    shared = Path(__file__).parents[3] / "shared" / "engine-api" / "v1.45.yaml"
    if not shared.exists():
        print("\nthe published v1.45.yaml is not there; other clients are not measured with it")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "v1.45.json"
        path.write_text(json.dumps(_texts(yaml.load(shared.read_bytes(), Loader=LIBYAML)), default=str))
        print("\nthe published v1.45 as JSON, loaded until it can be called")
        for name in ("dynclient", "bravado", "aiopenapi3"):
            code = LARGE.replace('client.build_request("getThing0", "x")', "client.build_request('ContainerList')")
            code = code.replace("Client(spec=path)", "Client('unix:///x', spec=path)")
            environ = {**os.environ, "DYNCLIENT_CACHE": ""}
            command = [sys.executable, "-W", "ignore", "-c", code, str(path), name]
            ran = subprocess.run(command, check=False, capture_output=True, text=True, env=environ)
            said = f"cannot: {(ran.stderr.strip().splitlines() or ['?'])[-1][:90]}"
            print(f"  {name:<44} {f'{json.loads(ran.stdout)[0] * 1000:9.0f} ms' if not ran.returncode else said}")


def _texts(node: Any) -> Any:
    if isinstance(node, dict):
        return {str(key): _texts(value) for key, value in node.items()}
    return [_texts(value) for value in node] if isinstance(node, list) else node


def measure() -> None:
    """Run the measurements."""
    assert cache_folder() is not None, "warm starts need the cache: $DYNCLIENT_CACHE"
    cold()
    warm()
    newest()
    lazily()
    others()
    for count in (250, 1000, 2400):
        size(count, ("json", "dynclient", *(("bravado", "aiopenapi3") if count == 250 else ())))
