"""No engine there: the error says where, why, and what to try."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dynclient import ConnectionFailed

# What a connection that failed leaves open would be told when it is collected.
pytestmark = pytest.mark.usefixtures("collected")

Call = Callable[..., Any]
ASK = "\n  Is the engine running, and is this its address?"


def refused(call: Call, address: str, **more: Any) -> ConnectionFailed:
    with pytest.raises(ConnectionFailed) as caught:
        call(address, "SystemInfo", **more)
    assert type(caught.value) is ConnectionFailed
    assert (caught.value.address, caught.value.origin) == (address, "argument")
    return caught.value


def test_a_socket_that_is_not_there(call: Call, tmp_path: Path) -> None:
    address = f"unix://{tmp_path}/gone.sock"
    assert str(refused(call, address)) == f"no engine at {address} (from argument): there is no such socket.{ASK}"


def test_a_socket_that_nobody_listens_on(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "dead.sock"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
    assert str(refused(call, f"unix://{path}")) == (
        f"no engine at unix://{path} (from argument): nothing listens there.{ASK}"
    )


def test_a_path_that_is_too_long_for_a_socket(call: Call) -> None:
    address = f"unix:///{'x' * 200}"
    why = "is no address: its path has 201 bytes, a socket's has 107 at most"
    assert str(refused(call, address)) == f"{address} (from argument) {why}"


def test_a_port_that_nobody_listens_on(call: Call) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
    assert str(refused(call, address)) == f"no engine at {address} (from argument): nothing listens there.{ASK}"


def test_a_host_that_is_not_there(call: Call) -> None:
    message = str(refused(call, "tcp://no-such-host.invalid:2375"))
    assert message.startswith("no engine at tcp://no-such-host.invalid:2375 (from argument): ")
    assert message.endswith(ASK)


def test_it_shows_on_the_ping_too(call: Call, tmp_path: Path) -> None:
    address = f"unix://{tmp_path}/gone.sock"
    message = str(refused(call, address, version="auto"))
    assert message == f"no engine at {address} (from argument): there is no such socket.{ASK}"


def test_the_usual_sockets_are_all_named(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("dynclient.engine.reach.address.usual_sockets", lambda environ: ("/no/a.sock", "/no/b.sock"))
    with pytest.raises(ConnectionFailed) as caught:
        call(None, "SystemInfo")
    assert str(caught.value) == (
        "no engine at unix:///no/a.sock (from default): there is no such socket.\n"
        "  tried /no/a.sock\n"
        "  tried /no/b.sock\n"
        "  Start the engine, or name another: Client('unix:///…'), Client('tcp://host:2375') or $DOCKER_HOST."
    )


FORBIDDEN = """
import asyncio, json, os, sys
from dynclient import AsyncClient, Client, ConnectionFailed

def sync(address):
    Client(address, version=None).op("SystemInfo")

def asynchronous(address):
    asyncio.run(AsyncClient(address, version=None).op("SystemInfo"))

def said(address):
    messages = []
    for use in (sync, asynchronous):
        try:
            use(address)
        except ConnectionFailed as error:
            messages.append(str(error))
    return messages

said("unix:///no/such.sock")  # what is imported late is imported now, with all rights
if os.geteuid() == 0:
    os.seteuid(65534)
print(json.dumps(said(sys.argv[1])))
"""


def test_a_socket_that_may_not_be_opened(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    address = f"unix://{folder}/engine.sock"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "engine.sock"))
        listener.listen()
        folder.chmod(0o700 if os.geteuid() == 0 else 0)
        try:
            done = subprocess.run(
                [sys.executable, "-c", FORBIDDEN, address], capture_output=True, text=True, timeout=60, check=True
            )
        finally:
            folder.chmod(0o700)
    assert (
        json.loads(done.stdout)
        == [
            f"no engine at {address} (from argument): the socket may not be opened by this user.\n"
            "  Join the group that owns it (often: docker), or run as root."
        ]
        * 2
    )
