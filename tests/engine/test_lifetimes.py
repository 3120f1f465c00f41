"""A client over its life: its time-outs, its event loops, its threads, its errors, and what is kept when it is gone."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import threading
import traceback
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from dynclient import AsyncClient, Client, ConnectionFailed, DynclientError, response_of
from dynclient.api import public
from dynclient.document import limits
from dynclient.engine.wire.fork import _kept, forget_in_child
from dynclient.errors import Headers

CLOSED = "this client is closed"
NO_LOOP = (
    "an AsyncClient is used in an event loop of asyncio, and none runs here; elsewhere, as under trio, use Client in a "
    "thread"
)


def answering(seen: list[Any]) -> Callable[[httpx.Request], httpx.Response]:
    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"]["read"])
        return httpx.Response(200, json={"ID": "a"}, headers={"X-Api-Key": "hunter2", "Etag": "e"})

    return answer


def both(seen: list[Any], shell: Any) -> Any:
    answer = answering(seen)

    async def awaited(request: httpx.Request) -> httpx.Response:
        return answer(request)

    transport = httpx.MockTransport(answer if shell.name == "sync" else awaited)
    return shell.client(transport=transport, version=None, timeout=7)


# --- time-outs --------------------------------------------------------------------------------------


def test_a_request_goes_by_the_time_of_the_client_that_sends_it(shell: Any) -> None:
    seen: list[Any] = []
    client = both(seen, shell)
    for other in (client, client.with_options(timeout=1), client.with_options(timeout=None)):
        shell(other.send(client.build_request("SystemInfo")))
    assert seen == [7, 1, None]


def test_so_does_any_other_that_has_none_of_its_own(shell: Any) -> None:
    seen: list[Any] = []
    client = both(seen, shell)
    shell(client.send(httpx.Request("GET", "http://docker/x")))
    shell(client.send(httpx.Request("GET", "http://docker/x", extensions={"timeout": {"read": 3}})))
    assert seen == [7, 3]


@pytest.mark.parametrize("tcp", [False, True])
def test_the_longest_time_is_waited_for_on_every_way(shell: Any, served: Any, tcp: bool) -> None:
    client = shell.client(served, version=None, timeout=limits.SECONDS)
    assert shell(client.op("SystemPing")) == "OK"


@pytest.fixture
def served(tcp: bool, tmp_path: Path) -> Any:
    """Provide the address of an engine that takes its time for each answer."""
    import socket

    listener = socket.create_server(("127.0.0.1", 0)) if tcp else socket.socket(socket.AF_UNIX)
    if not tcp:
        listener.bind(str(tmp_path / "engine.sock"))
        listener.listen()
    over = threading.Event()

    def serve() -> None:
        with suppress(OSError):
            peer, _ = listener.accept()
            with peer:
                peer.recv(65536)
                over.wait(0.02)
                peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nOK")
                peer.recv(1)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"tcp://127.0.0.1:{listener.getsockname()[1]}" if tcp else f"unix://{tmp_path}/engine.sock"
    with suppress(OSError):
        listener.shutdown(socket.SHUT_RDWR)
    listener.close()


# --- event loops ------------------------------------------------------------------------------------


def test_without_an_event_loop_an_async_client_says_so() -> None:
    client = AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(200)))
    for use in (client.op("SystemInfo"), client.aclose(), client.request("GET", "/x")):
        with pytest.raises(DynclientError) as caught:
            use.send(None)
        assert str(caught.value) == NO_LOOP


def test_an_async_client_that_was_closed_before_its_first_call_is_closed() -> None:
    async def main() -> None:
        client = AsyncClient("unix:///nowhere.sock")
        await client.aclose()
        with pytest.raises(DynclientError, match=f"^{CLOSED}$"):
            await client.op("SystemInfo")

    asyncio.run(main())


def test_what_another_thread_has_dropped_already_is_dropped() -> None:
    client = AsyncClient("unix:///nowhere.sock")
    ended = asyncio.new_event_loop()
    ended.close()

    class Racing(dict[Any, Any]):
        def __iter__(self) -> Any:
            found = list(dict.keys(self))
            self.pop(ended, None)
            return iter(found)

    client._sender.link._clients = Racing({ended: None})
    asyncio.run(client.aclose())
    assert ended not in client._sender.link._clients


# --- first use in threads ---------------------------------------------------------------------------

FIRST = """
import sys, threading
import dynclient
sys.setswitchinterval(1e-6)
start, failed = threading.Barrier(16), []
def first():
    start.wait()
    try:
        dynclient.Client("unix:///nowhere.sock"), dynclient.AsyncClient, dynclient.Stream
    except BaseException as error:
        failed.append(repr(error))
threads = [threading.Thread(target=first) for _ in range(16)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert not failed, failed
"""


@pytest.mark.slow
def test_sixteen_threads_may_import_it_at_once() -> None:
    for _ in range(10):
        done = subprocess.run([sys.executable, "-c", FIRST], capture_output=True, text=True, check=False, timeout=60)
        assert (done.returncode, done.stderr) == (0, "")


# --- what an error shows, and keeps -----------------------------------------------------------------


def failing(shell: Any, client: Any, call: Callable[[], Any]) -> DynclientError:
    with pytest.raises(DynclientError) as caught:
        shell(call())
    return caught.value


@pytest.mark.parametrize("address", ["unix:///nowhere.sock", "tcp://127.0.0.1:1"])
@pytest.mark.parametrize("road", ["op", "stream"])
def test_the_systems_own_error_is_the_one_cause(shell: Any, address: str, road: str) -> None:
    client = shell.client(address, version=None)
    call = {"op": lambda: client.op("SystemInfo"), "stream": lambda: client.op("ContainerLogs", "x", stdout=True)}[road]
    error = failing(shell, client, call)
    assert isinstance(error, ConnectionFailed)
    told = "".join(traceback.format_exception(error.__cause__))
    assert isinstance(error.__cause__, OSError)
    assert told.count("\n") == 1, told


def test_a_secret_that_a_hook_spoils_is_in_no_traceback(shell: Any, tmp_path: Path) -> None:
    def sync_hook(request: httpx.Request) -> None:
        request.headers["Authorization"] = "Bearer hunter2\n"

    async def async_hook(request: httpx.Request) -> None:
        sync_hook(request)

    import socket

    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tmp_path / "s"))
    listener.listen()
    with listener:
        hooks = {"request": [sync_hook if shell.name == "sync" else async_hook]}
        client = shell.client(f"unix://{tmp_path}/s", version=None, event_hooks=hooks)
        for call in (lambda: client.op("SystemInfo"), lambda: client.op("ContainerLogs", "x", stdout=True)):
            error = failing(shell, client, call)
            assert "is no valid HTTP" in str(error)
            assert "hunter2" not in "".join(traceback.format_exception(error))


def test_an_error_refers_to_nothing_that_refers_to_it() -> None:
    client = Client("unix:///nowhere.sock", version=None)
    gc.disable()
    try:
        try:
            client.op("SystemInfo")
        except ConnectionFailed as error:
            told = weakref.ref(error)
        assert told() is None
    finally:
        gc.enable()


def test_headers_of_secrets_are_masked_in_a_repr() -> None:
    names = [
        "X-Api-Key",
        "Api-Key",
        "X-Key",
        "X-Password",
        "Credential",
        "X-Signature",
        "Set-Cookie",
        "X-Auth",
        "ApiKey",
    ]
    assert repr(Headers(dict.fromkeys(names, "hunter2"))) == f"Headers({dict.fromkeys(map(str.lower, names), '***')})"
    shown = {"keep-alive": "5", "etag": "e", "monkey": "m", "content-type": "a/b"}
    assert repr(Headers(shown)) == f"Headers({shown})"


def test_an_answers_headers_are_read_once_each(shell: Any) -> None:
    value = shell(both([], shell).op("SystemInfo"))
    assert repr(response_of(value).headers).count("hunter2") == 0


# --- what is kept -----------------------------------------------------------------------------------


def test_the_operations_of_few_documents_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "_apis", {})
    clients = []
    for number in range(limits.APIS + 3):
        file = tmp_path / f"{number}.yaml"
        file.write_text(f"openapi: 3.1.0\ninfo: {{title: T{number}, version: '1'}}\npaths: {{}}\n")
        clients.append(Client("http://127.0.0.1:1", spec=file))
    assert list(public._apis) == [client.document.key for client in clients[-limits.APIS :]]
    assert clients[0].document.title == "T0"


def test_what_is_gone_is_not_remembered_for_a_fork() -> None:
    class Thing:
        def forget(self) -> None: ...

    for _ in range(2_000):
        forget_in_child(Thing())
    gc.collect()
    for _ in range(256):
        forget_in_child(Thing())
    assert len(_kept) < 1_000
