"""What a call and an import cost, counted in calls of dynclient's own functions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import httpx
import pytest

import dynclient
from dynclient import Client

PACKAGE = str(Path(dynclient.__file__).parent)
BODY = {
    "Image": "alpine",
    "Cmd": ["sleep", "60"],
    "Env": [f"VARIABLE_{number}=value" for number in range(30)],
    "Labels": {f"com.example.label-{number}": "value" for number in range(12)},
    "HostConfig": {"Memory": 67108864, "Binds": ["/a:/b"], "PortBindings": {"80/tcp": [{"HostPort": "8080"}]}},
}


def answer(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"Id": "1"} if request.method == "POST" else [{"Id": "1"}])


@pytest.fixture
def client() -> Client:
    return Client("unix:///engine.sock", version="1.45", transport=httpx.MockTransport(answer), trust_env=False)


def own_calls(run: Callable[[], Any]) -> int:
    """Count the calls of dynclient's functions, of which later Pythons make fewer: comprehensions are none there."""
    run()  # what is made once for an operation is made now
    names: list[str] = []

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(PACKAGE):
            names.append(frame.f_code.co_name)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(before)
    return len(names)


# A step that is new has its reason, and its figure here; a tenth is left for small ones.
@pytest.mark.parametrize(
    ("call", "most"),
    [
        (lambda client: client.build_request("ContainerList", all=True), 33),
        (lambda client: client.build_request("ContainerInspect", "web"), 37),
        (lambda client: client.build_request("ContainerCreate", body=BODY), 335),
        (lambda client: client.op("ContainerList", all=True), 73),
        (lambda client: client.op("ContainerCreate", body=BODY), 382),
    ],
    ids=["build a list", "build an inspect", "build a create", "list", "create"],
)
def test_a_call_goes_through_few_functions(client: Client, call: Callable[[Client], Any], most: int) -> None:
    assert own_calls(lambda: call(client)) <= most


def test_the_length_of_a_list_costs_no_calls(client: Client) -> None:
    def list_of(length: int) -> int:
        items = [{"Id": str(number), "Names": ["/web"]} for number in range(length)]
        transport = httpx.MockTransport(lambda request: httpx.Response(200, json=items))
        many = Client("unix:///engine.sock", version="1.45", transport=transport, trust_env=False)
        return own_calls(lambda: many.op("ContainerList"))

    assert list_of(1000) == list_of(1)


PATTERNS = """
import json, re, sys
compile, asked = re.compile, []
def compiled(*args, **settings):
    asked.append(sys._getframe(1).f_globals["__name__"])
    return compile(*args, **settings)
re.compile = compiled
import dynclient
print(json.dumps([name for name in asked if name.startswith("dynclient")]))
"""


def test_importing_compiles_no_pattern(tmp_path: Path) -> None:
    def asked() -> Any:
        environment = {**os.environ, "DYNCLIENT_CACHE": str(tmp_path)}
        done = subprocess.run([sys.executable, "-c", PATTERNS], capture_output=True, check=True, env=environment)
        return json.loads(done.stdout)

    asked()  # a document that is not in the cache has more to be read by
    assert asked() == []
