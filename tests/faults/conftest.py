"""Servers that do what they should not, and both clients to call them with."""

from __future__ import annotations

import asyncio
import gc
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from dynclient import AsyncClient, Client

Script = bytes | Callable[["Connection"], None]


class Connection:
    """One accepted connection: read a request's head, send bytes, hold on."""

    def __init__(self, peer: socket.socket, over: threading.Event) -> None:
        self.peer, self._over = peer, over
        self.head = b""

    def read_head(self) -> bytes:
        """Read up to the blank line, and what came with it."""
        while b"\r\n\r\n" not in self.head and (data := self.peer.recv(65536)):
            self.head += data
        return self.head

    def send(self, data: bytes) -> None:
        """Send bytes; a client that is gone is none of the server's business."""
        with suppress(OSError):
            self.peer.sendall(data)

    def hold(self) -> None:
        """Keep the connection open, and silent, until the test is over."""
        self._over.wait(30)


class Server:
    """A server that answers each connection by the next of some scripts, the last one again and again.

    `closed` is released once for each connection that was closed.

    Args:
        listener: a socket that listens.
        address: how a client reaches it.
        scripts: bytes that are sent once a request's head has come, before the connection is closed; or a function.
    """

    def __init__(self, listener: socket.socket, address: str, scripts: tuple[Script, ...]) -> None:
        self.address, self.heads = address, []  # type: ignore[var-annotated]
        self._listener, self._scripts, self._over = listener, list(scripts), threading.Event()
        self.closed = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        with suppress(OSError), self._listener:
            while not self._over.is_set():
                peer, _ = self._listener.accept()
                script = self._scripts.pop(0) if len(self._scripts) > 1 else self._scripts[0]
                threading.Thread(target=self._run, args=(peer, script), daemon=True).start()

    def _run(self, peer: socket.socket, script: Script) -> None:
        connection = Connection(peer, self._over)
        with peer, suppress(OSError):
            if isinstance(script, bytes):
                connection.read_head()
                self.heads.append(connection.head)
                connection.send(script)
            else:
                script(connection)
                self.heads.append(connection.head)
        self.closed.release()

    def stop(self) -> None:
        """End the thread and close the sockets."""
        self._over.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)


@pytest.fixture
def collected() -> Iterator[None]:
    """Collect what the test has left while it still runs, so that a socket left open is the test's failure."""
    yield
    gc.collect()


Serve = Callable[..., Server]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Provide a function that starts a server, on a Unix socket or, with `tcp=True`, on the loopback."""
    with ExitStack() as stack:

        def started(*scripts: Script, tcp: bool = False) -> Server:
            if tcp:
                listener = socket.create_server(("127.0.0.1", 0))
                address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
            else:
                path = tmp_path / "engine.sock"
                listener = socket.socket(socket.AF_UNIX)
                listener.bind(str(path))
                listener.listen()
                address = f"unix://{path}"
            server = Server(listener, address, scripts)
            stack.callback(server.stop)
            return server

        yield started


Call = Callable[..., Any]


@pytest.fixture(params=["sync", "async"])
def call(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Provide a function that calls an operation and closes its client: `call(address, operation, ...)`."""
    monkeypatch.delenv("DOCKER_API_VERSION", raising=False)

    def synchronous(address: str, *args: Any, settings: dict[str, Any], **arguments: Any) -> Any:
        with Client(address, **settings) as client:
            return client.op(*args, **arguments)

    async def asynchronous(address: str, *args: Any, settings: dict[str, Any], **arguments: Any) -> Any:
        async with AsyncClient(address, **settings) as client:
            return await client.op(*args, **arguments)

    def called(address: str, *args: Any, version: str | None = "1.45", timeout: Any = None, **arguments: Any) -> Any:
        settings = {"version": version, "timeout": timeout}
        if request.param == "sync":
            return synchronous(address, *args, settings=settings, **arguments)
        return asyncio.run(asynchronous(address, *args, settings=settings, **arguments))

    return called
