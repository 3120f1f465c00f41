"""An engine that answers by a script, and the two clients on it."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Any, NamedTuple

import httpcore
import httpx

from dynclient import AsyncClient, Client

Answer = tuple[int, Any] | Exception
BREAKS = b"breaks"
FRAMES = b"\x01\0\0\0\0\0\0\x03hi\n"


class Tar(NamedTuple):
    """An answer that is a tar."""

    tar: bytes


class Framed(NamedTuple):
    """An answer that is output, in frames."""

    frames: bytes


class Silent(httpx.SyncByteStream, httpx.AsyncByteStream):
    """An answer that begins, and of which nothing comes in time."""

    def __iter__(self) -> Iterator[bytes]:
        raise httpx.ReadTimeout("silence")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        raise httpx.ReadTimeout("silence")
        yield b""


class Network:
    """A connection that was taken over: it sends bytes, breaks where it is told to, and keeps what is written to it."""

    def __init__(self, data: bytes) -> None:
        self._pieces = [*data.partition(BREAKS)[:2], b""]
        self.given = b""

    def read(self, most: int, timeout: float | None = None) -> bytes:
        piece = self._pieces.pop(0)
        if piece == BREAKS:
            raise httpcore.ReadError("reset")
        return piece

    def write(self, data: bytes, timeout: float | None = None) -> None:
        self.given += data

    def get_extra_info(self, name: str) -> None:
        return None


class AsyncNetwork(Network):
    async def read(self, most: int, timeout: float | None = None) -> bytes:  # type: ignore[override]
        return super().read(most)

    async def write(self, data: bytes, timeout: float | None = None) -> None:  # type: ignore[override]
        super().write(data)


class Engine:
    """An engine that answers by a script: for a method and the end of a path the answers in turn, the last for ever."""

    def __init__(self, shell: str, answers: Mapping[str, list[Answer]]) -> None:
        self._shell = shell
        self.taken_over: Any = None
        self._answers = {key: list(found) for key, found in answers.items()}
        self.asked: list[str] = []
        self.bodies: list[Any] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/v1.45")
        key = f"{request.method} {path.rsplit('/', 1)[-1] if request.method != 'DELETE' else 'container'}"
        query = f"?{request.url.query.decode()}" if request.url.query else ""
        self.asked.append(f"{request.method} {path}{query}")
        if request.headers.get("content-type") == "application/json":
            self.bodies.append(json.loads(request.content))
        elif request.method == "PUT":
            self.bodies.append(request.content)
        found = self._answers[key]
        answer = found.pop(0) if len(found) > 1 else found[0]
        if isinstance(answer, BaseException):
            raise answer
        status, content = answer
        if isinstance(content, bytes):
            kind = "application/vnd.docker.multiplexed-stream"
            self.taken_over = (Network if self._shell == "sync" else AsyncNetwork)(content)
            extensions = {"network_stream": self.taken_over}
            return httpx.Response(status, headers={"Content-Type": kind}, extensions=extensions)
        if isinstance(content, Framed):
            kind = "application/vnd.docker.multiplexed-stream"
            return httpx.Response(status, content=content.frames, headers={"Content-Type": kind})
        if isinstance(content, Silent):
            return httpx.Response(status, stream=content, headers={"Content-Type": "application/json"})
        if isinstance(content, Tar):
            header = base64.b64encode(b'{"name": "f", "mode": 0}').decode()
            return httpx.Response(status, content=content.tar, headers={"X-Docker-Container-Path-Stat": header})
        if isinstance(content, str):
            return httpx.Response(status, text=content, headers={"Content-Type": "application/json"})
        if isinstance(content, dict) and "stat" in content:
            header = base64.b64encode(json.dumps(content["stat"]).encode()).decode()
            return httpx.Response(status, headers={"X-Docker-Container-Path-Stat": header})
        return httpx.Response(status, json=content) if content is not None else httpx.Response(status)


class Shell:
    """One of the two clients on a scripted engine."""

    def __init__(self, shell: str, answers: Mapping[str, list[Answer]], **settings: Any) -> None:
        self.engine, self._shell = Engine(shell, {**ENGINE, **answers}), shell
        self._settings = {"version": "1.45", "transport": httpx.MockTransport(self.engine), **settings}

    def __call__(self, use: Callable[[Any], Any]) -> Any:
        """Return what a function makes of a client, awaited where that is the async one."""
        if self._shell == "sync":
            with Client(**self._settings) as client:
                return use(client)

        async def awaited() -> Any:
            async with AsyncClient(**self._settings) as client:
                return await use(client)

        return asyncio.run(awaited())

    @property
    def asked(self) -> list[str]:
        """The requests, with our own names for containers left out."""
        return [line.partition("?")[0] for line in self.engine.asked]


CONTAINER = {"Id": "c1", "Name": "/me", "State": {"Status": "running", "ExitCode": 0}, "Config": {}}
ENGINE: dict[str, list[Answer]] = {
    "POST create": [(201, {"Id": "c1", "Warnings": []})],
    "POST attach": [(101, FRAMES)],
    "POST wait": [(200, {"StatusCode": 0})],
    "POST start": [(204, None)],
    "DELETE container": [(204, None)],
    "GET json": [(200, CONTAINER)],
    "GET events": [(200, {"Action": "start"})],
    "POST push": [(200, {"status": "pushed"})],
    "POST exec": [(201, {"Id": "e1"})],
    "PUT archive": [(200, None)],
    "HEAD archive": [(404, None)],
}
RUN = ["POST /containers/create", "POST /containers/c1/attach", "POST /containers/c1/wait", "POST /containers/c1/start"]
