"""Ctrl-C at every instruction of a call: what it leaves behind holds up neither the next call nor another thread."""

from __future__ import annotations

import asyncio
import dis
import gc
import socket
import sys
import threading
import time
from collections.abc import Callable, Coroutine, Generator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

import httpx
import pytest

import dynclient
from dynclient import AsyncClient, Client

HOME = str(Path(dynclient.__file__).parent)
INFO = b'HTTP/1.1 200 OK\r\nApi-Version: 1.45\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{"ID":"a"}'
LOGS = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.multiplexed-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"a\r\n\x01\0\0\0\0\0\0\x02hi\r\n0\r\n\r\n"
)


class Engine:
    """An engine that answers every request, and `/logs` with output.

    Attributes:
        address: where it listens.
        pause: seconds before an answer.
    """

    def __init__(self, path: Path) -> None:
        self.address, self.pause = f"unix://{path}", 0.0
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen(512)
        self._peers: set[threading.Thread] = set()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                peer, _ = self._listener.accept()
                thread = threading.Thread(target=self._talk, args=(peer,), daemon=True)
                self._peers = {other for other in self._peers if other.is_alive()} | {thread}
                thread.start()

    def _talk(self, peer: socket.socket) -> None:
        with peer, suppress(OSError):
            while (line := self._request(peer)) is not None:
                time.sleep(self.pause)
                peer.sendall(LOGS if b"/logs" in line else INFO)

    def _request(self, peer: socket.socket) -> bytes | None:
        head = b""
        while b"\r\n\r\n" not in head:
            if not (data := peer.recv(65536)):
                return None
            head += data
        return head.partition(b"\r\n")[0]

    def stop(self) -> None:
        """End it, once all of its peers are gone."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in (self._thread, *self._peers):
            thread.join(10)
            assert not thread.is_alive(), "a connection was left open"


@pytest.fixture
def answering(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Provide an engine; that it ends tells that every connection was closed."""
    for seconds in ("transport.LOOK_SECONDS", "shelf.SWEEP_SECONDS"):
        monkeypatch.setattr(f"dynclient.engine.wire.{seconds}", 0.01)
    # Python loses what falls into the end of a generator, says so, and goes on.
    monkeypatch.setattr(sys, "unraisablehook", lambda _: None)
    engine = Engine(tmp_path / "engine.sock")
    yield engine
    gc.collect()
    engine.stop()


# Where an exception is handled, a signal does not come, and what a trace raises leaves the handled one for ever.
_HANDLING = {dis.opmap[name] for name in ("PUSH_EXC_INFO", "POP_EXCEPT", "RERAISE", "CHECK_EXC_MATCH")}


def _handles(frame: FrameType) -> bool:
    return frame.f_code.co_code[frame.f_lasti] in _HANDLING


class At:
    """A tracer that raises KeyboardInterrupt at one instruction of dynclient's, counted from the first one executed.

    Attributes:
        rung: whether that instruction came.
    """

    def __init__(self, instruction: int) -> None:
        self._left, self.rung = instruction, False

    def __enter__(self) -> At:
        self._before = sys.gettrace()
        sys.settrace(self._trace)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(self._before)

    def _trace(self, frame: FrameType, event: str, _: object) -> Callable[..., Any] | None:
        if not frame.f_code.co_filename.startswith(HOME):
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        # Not at "call", where Python 3.11 then counts a recursion too many.
        if event in ("opcode", "return") and not self.rung and not _handles(frame):
            self._left -= 1
            if self._left < 0:
                self.rung = True
                raise KeyboardInterrupt
        return self._trace


def info(client: Client) -> None:
    assert client.op("SystemInfo") == {"ID": "a"}


def logs(client: Client) -> None:
    assert client.op("ContainerLogs", "x", stdout=True).text == "hi"


def stream(client: Client) -> None:
    with client.stream("ContainerLogs", "x", stdout=True) as frames:
        assert [frame.data for frame in frames] == [b"hi"]


CALLS = {"a call": info, "output": logs, "a stream": stream}


def one_now(calls: Mapping[str, Any]) -> list[Any]:
    """Return the calls as parameters, all but the first of which are slow."""
    first, *others = calls
    return [first, *(pytest.param(other, marks=pytest.mark.slow) for other in others)]


def client_of(engine: Engine) -> Client:
    return Client(engine.address, timeout=10, limits=httpx.Limits(max_connections=1))


def interrupted(engine: Engine, call: Callable[[Client], None], first: int, step: int) -> int:
    """Interrupt a first call at every nth instruction and make two more; return the number of instructions."""
    with client_of(engine) as client:  # what is imported and derived once is done before
        call(client)
        info(client)
    with ThreadPoolExecutor(1) as other:
        for number in range(first, 1_000_000, step):
            with client_of(engine) as client:
                with suppress(KeyboardInterrupt), At(number) as at:
                    call(client)
                if not at.rung:
                    return number
                other.submit(info, client).result(30)
                call(client)
    raise AssertionError("the call has no end")


@pytest.mark.slow
@pytest.mark.parametrize("name", CALLS)
def test_ctrl_c_at_any_instruction_holds_up_no_later_call(answering: Engine, name: str, fuzz_seconds: float) -> None:
    # Every one takes minutes, of which most are waits for a place that httpx's own cycle still holds.
    assert interrupted(answering, CALLS[name], 0, 1 if fuzz_seconds >= 60 else 31) > 1000


@pytest.mark.parametrize("name", one_now(CALLS))
def test_so_it_is_at_some_of_them(answering: Engine, name: str) -> None:
    assert interrupted(answering, CALLS[name], 0, 311) > 1000


def test_a_lock_of_httpxs_cookies_is_never_taken(answering: Engine) -> None:
    with client_of(answering) as client:
        info(client)
        lock = client._sender.link.cookies.jar._cookies_lock
        held = ThreadPoolExecutor(1)
        held.submit(lock.acquire).result()  # as Ctrl-C may leave it
        done = ThreadPoolExecutor(1).submit(info, client)
        try:
            done.result(10)
        finally:
            held.submit(lock.release).result()


class Rung(Exception):
    """What a profile raises wherever Python is called, as Ctrl-C may be raised there."""


def ring(frame: FrameType, event: str, _: object) -> None:
    if event == "call":
        raise Rung


def own(engine: Engine) -> Client:
    return client_of(engine)


def lent(engine: Engine) -> Client:
    return Client(transport=httpx.HTTPTransport(uds=engine.address.removeprefix("unix://")), version=None)


OPENED: dict[str, Callable[[Client], Any]] = {
    "a stream": lambda client: client.stream("ContainerLogs", "x", stdout=True),
    "an archive": lambda client: client.op("ContainerArchive", "x", path="/d"),
}


@pytest.mark.parametrize("by", [own, lent])
@pytest.mark.parametrize("name", OPENED)
def test_no_python_is_called_where_one_is_dropped(
    answering: Engine, by: Callable[[Engine], Client], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda told: lost.append(repr(told.object)))
    with by(answering) as client:
        info(client)
        opened: list[Any] = [OPENED[name](client)]
        if name == "a stream":
            next(opened[0])
        sys.setprofile(ring)
        try:
            opened.clear()
        finally:
            sys.setprofile(None)
        info(client)
    assert lost == []


# --- the async client -------------------------------------------------------------------------------


class Cancelled:
    """A coroutine that is cancelled where it waits for the nth time.

    Attributes:
        rung: whether it came so far.
    """

    def __init__(self, coroutine: Coroutine[Any, Any, None], wait: int) -> None:
        self._coroutine, self._left, self.rung = coroutine, wait, False

    def __await__(self) -> Generator[Any, Any, None]:
        steps = self._coroutine.__await__()
        waited = next(steps, self)
        while waited is not self:
            self._left -= 1
            if self._left < 0 and not self.rung:
                self.rung = True
                if waited is not None:
                    waited._asyncio_future_blocking = False
                try:
                    waited = steps.throw(asyncio.CancelledError())
                except StopIteration:
                    return
                continue
            yield waited
            waited = next(steps, self)


async def ainfo(client: AsyncClient) -> None:
    assert await client.op("SystemInfo") == {"ID": "a"}


async def alogs(client: AsyncClient) -> None:
    assert (await client.op("ContainerLogs", "x", stdout=True)).text == "hi"


async def astream(client: AsyncClient) -> None:
    async with client.stream("ContainerLogs", "x", stdout=True) as frames:
        assert [frame.data async for frame in frames] == [b"hi"]


ASYNC_CALLS = {"a call": ainfo, "output": alogs, "a stream": astream}


def async_client_of(engine: Engine) -> AsyncClient:
    return AsyncClient(engine.address, timeout=10, limits=httpx.Limits(max_connections=1))


@pytest.mark.parametrize("name", ASYNC_CALLS)
def test_cancellation_at_any_await_holds_up_no_later_call(answering: Engine, name: str) -> None:
    async def main() -> int:
        for wait in range(1000):
            async with async_client_of(answering) as client:
                call = Cancelled(ASYNC_CALLS[name](client), wait)
                try:
                    await call
                except asyncio.CancelledError:
                    assert call.rung
                async with asyncio.timeout(10):
                    await asyncio.gather(ainfo(client), ainfo(client))
                if not call.rung:
                    return wait
        raise AssertionError("the call has no end")

    answering.pause = 0.005  # so that each answer is waited for
    assert asyncio.run(main()) > 1


# What Ctrl-C cuts off is never awaited, which older pytests tell of.
@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", one_now(ASYNC_CALLS))
def test_ctrl_c_in_an_event_loop_holds_up_no_call_in_the_next(answering: Engine, name: str) -> None:
    async def warm() -> None:
        async with async_client_of(answering) as client:
            await ASYNC_CALLS[name](client)

    asyncio.run(warm())
    for number in range(0, 1_000_000, 311):
        client, at = async_client_of(answering), At(number)
        with at, suppress(KeyboardInterrupt):
            asyncio.run(called(client, name))
        asyncio.run(asyncio.wait_for(closed_after(client), 20))
        if not at.rung:
            assert number > 1000
            return
    raise AssertionError("the call has no end")


async def called(client: AsyncClient, name: str) -> None:
    await ASYNC_CALLS[name](client)


async def closed_after(client: AsyncClient) -> None:
    async with client:
        await ainfo(client)
