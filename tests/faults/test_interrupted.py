"""Recipes that are interrupted while the engine hangs or dies: the interruption stays, and what is left is cleared."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from dynclient import AsyncClient, Client, DynclientError, RequestTimeout
from dynclient.client.recipes import clearing, feeding

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("collected")]

FRAMED = b"application/vnd.docker.multiplexed-stream"
UPGRADED = b"HTTP/1.1 101 UPGRADED\r\nContent-Type: " + FRAMED + b"\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
RUNS = b'{"Id":"abc","Name":"/abc","State":{"Status":"created"},"Config":{}}'


def whole(body: bytes, status: bytes = b"200 OK") -> bytes:
    head = b"HTTP/1.1 " + status + b"\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
    return head + body


# What an engine answers, and whether the connection is then left open: the first line that begins like a request.
ANSWERS: list[tuple[str, bytes, bool]] = [
    ("POST /containers/create", whole(b'{"Id":"abc","Warnings":[]}', b"201 Created"), False),
    ("POST /containers/abc/attach", UPGRADED, True),
    ("POST /containers/abc/wait", HEAD, True),
    ("POST /containers/abc/exec", whole(b'{"Id":"e1"}', b"201 Created"), False),
    ("POST /exec/e1/start", UPGRADED, True),
    ("GET /containers/abc/json", whole(RUNS), False),
    ("GET /containers/abc/archive", HEAD, True),
    ("GET /events", HEAD, True),
    ("POST /images/create", HEAD, True),
    ("POST /build", HEAD, True),
    ("", b"HTTP/1.1 204 No Content\r\n\r\n", False),
]


class Engine:
    """An engine that runs a container without an end, where some requests hang and the connections of others die.

    Attributes:
        asked: the requests' methods and paths.
        reached: what is called, once, when the request at which all else has to wait is there.
    """

    def __init__(self, hangs: tuple[str, ...], dies: tuple[str, ...], last: Any, reached: Callable[[], None]) -> None:
        self.hangs, self.dies, self.asked = set(hangs), dies, []  # type: ignore[var-annotated]
        self._last, self._reached = last, reached

    def __call__(self, connection: Any) -> None:
        line = connection.read_head().split(b" HTTP/")[0].decode().partition("?")[0].replace("/v1.45", "")
        if not line:
            return
        self.asked.append(line)
        if line.startswith(self._last) and self.asked.count(line) == 1:  # a tuple: each of them once
            threading.Timer(0.1, self._reached).start()
        if any(part in line for part in self.dies):
            return
        while any(part in line for part in self.hangs):
            time.sleep(0.02)
        found = next(answer for answer in ANSWERS if line.startswith(answer[0]))
        connection.send(found[1])
        if found[2]:
            connection.hold()


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Shorten what is waited for, and let Ctrl-C reach Python whatever the tests were started by."""
    for module in (clearing, feeding):
        monkeypatch.setattr(module, "GRACE_SECONDS", 0.3)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


Use = Callable[[Any], Any]


def interrupted(serve: Any, shell: str, use: Use, hangs: Any, dies: Any, last: Any) -> Any:
    """Interrupt what a client does at its last request, or at each of the last; return the engine and the error."""
    if shell == "sync":
        main = threading.main_thread().ident
        assert main is not None
        engine = Engine(hangs, dies, last, lambda: signal.pthread_kill(main, signal.SIGINT))
        with Client(serve(engine).address, version="1.45") as client:
            try:
                use(client)
            except BaseException as error:
                return engine, error
            raise AssertionError("it was not interrupted")

    async def run() -> Any:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None
        engine = Engine(hangs, dies, last, lambda: loop.call_soon_threadsafe(task.cancel))
        async with AsyncClient(serve(engine).address, version="1.45") as client:
            try:
                await use(client)
            except BaseException as error:
                await asyncio.sleep(0.05)  # what is cancelled or closed has a turn to end
                others = asyncio.all_tasks() - {task}
                assert not others, f"tasks are left: {others}"
                return engine, error
            raise AssertionError("it was not interrupted")

    return asyncio.run(run())


def cleared() -> None:
    """Wait until no thread of a recipe's is left.

    Raises:
        AssertionError: one is.
    """
    end = time.monotonic() + 20
    while left := [thread for thread in threading.enumerate() if thread.name.startswith("dynclient")]:
        assert time.monotonic() < end, left
        time.sleep(0.02)


CREATE, START, DELETE = "POST /containers/create", "POST /containers/abc/start", "DELETE"


@pytest.mark.usefixtures("brief")
@pytest.mark.parametrize(
    ("hangs", "dies", "last"),
    [
        (("POST", DELETE), (), CREATE),
        ((CREATE,), (DELETE,), CREATE),
        ((DELETE,), (), START),
        ((), (DELETE,), START),
        ((START, DELETE), (), START),
        ((), (), START),
    ],
    ids=["all hangs", "create hangs and delete dies", "delete hangs", "delete dies", "start hangs", "nothing hangs"],
)
def test_an_interruption_stays_and_the_container_is_removed_once_the_engine_answers(
    serve: Any, shell: str, hangs: Any, dies: Any, last: str
) -> None:
    engine, error = interrupted(serve, shell, lambda client: client.run("busybox", "x"), hangs, dies, last)
    assert type(error) is (KeyboardInterrupt if shell == "sync" else asyncio.CancelledError)
    told = getattr(error, "__notes__", [])
    assert len(told) == (1 if hangs or dies else 0)
    assert all("may be left on the engine: it did not answer in time, and is still asked" in note for note in told)
    engine.hangs, engine.dies = set(), ()
    cleared()
    assert engine.asked[-1].startswith("DELETE /containers/")


@pytest.mark.usefixtures("brief")
def test_a_second_interruption_does_not_wait(serve: Any, shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clearing, "GRACE_SECONDS", 25)
    engine, error = interrupted(
        serve, shell, lambda client: client.run("busybox", "x"), (START, DELETE), (), (START, DELETE)
    )
    assert type(error) is (KeyboardInterrupt if shell == "sync" else asyncio.CancelledError)
    engine.hangs = set()
    cleared()


@pytest.mark.usefixtures("brief")
def test_a_time_out_is_not_replaced_by_that_of_the_clearing(serve: Any, shell: str) -> None:
    engine = Engine((START, DELETE), (), START, lambda: None)
    address = serve(engine).address

    async def awaited() -> Any:
        async with AsyncClient(address, version="1.45", timeout=0.3) as client:
            return await client.run("busybox", "x")

    def plain() -> Any:
        with Client(address, version="1.45", timeout=0.3) as client:
            return client.run("busybox", "x")

    with pytest.raises(RequestTimeout, match="ContainerStart"):
        plain() if shell == "sync" else asyncio.run(awaited())
    engine.hangs = set()
    cleared()
    assert engine.asked[-1] == "DELETE /containers/abc"


def test_a_coroutine_that_is_dropped_has_its_container_removed(serve: Any) -> None:
    engine = Engine((START,), (), (), lambda: None)
    client = AsyncClient(serve(engine).address, version="1.45")
    loop = asyncio.new_event_loop()
    task: Any = loop.create_task(client.run("busybox", "x"))

    async def begun() -> None:
        while START not in engine.asked:
            await asyncio.sleep(0.02)

    loop.run_until_complete(begun())
    task.get_coro().close()
    task._log_destroy_pending = False
    loop.run_until_complete(client.aclose())
    loop.close()
    engine.hangs = set()
    cleared()
    assert engine.asked[-1] == "DELETE /containers/abc"


async def slow() -> AsyncIterator[bytes]:
    try:
        while True:
            yield b"x"
            await asyncio.sleep(0.02)
    finally:
        await asyncio.sleep(1)  # an end that takes its time


def test_a_cancellation_is_not_swallowed_by_the_end_of_the_input() -> None:
    async def run() -> None:
        feed: Any = feeding.feed_of(slow(), tty=False, awaited=True, recipe="run")
        await feed.start(Sink())
        await asyncio.sleep(0.1)
        async with asyncio.timeout(0.1):
            await feed.stop()

    with pytest.raises(TimeoutError):
        asyncio.run(run())


class Sink:
    """A container's input that takes everything."""

    async def write(self, data: bytes) -> None:
        """Take bytes."""

    async def close_stdin(self) -> None:
        """End the input."""


RECIPES: list[tuple[str, str, Use]] = [
    ("execute", "POST /exec/e1/start", lambda client: client.execute("abc", "x")),
    ("execute with input", "POST /exec/e1/start", lambda client: client.execute("abc", "x", stdin=iter([b"x"]))),
    ("wait_for", "GET /events", lambda client: client.wait_for("abc")),
    ("pull", "POST /images/create", lambda client: client.pull("busybox")),
    ("build", "POST /build", lambda client: client.build({"Dockerfile": "FROM x"})),
    ("copy_from", "GET /containers/abc/archive", lambda client: client.copy_from("abc", "/x", "nowhere")),
]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts descriptors by /proc")
@pytest.mark.usefixtures("brief")
@pytest.mark.parametrize(("last", "use"), [recipe[1:] for recipe in RECIPES], ids=[recipe[0] for recipe in RECIPES])
def test_an_interrupted_recipe_leaves_no_thread_no_task_and_no_descriptor(
    serve: Any, shell: str, last: str, use: Use, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    threads = set(threading.enumerate())
    gc.collect()
    ours = open_sockets()
    _, error = interrupted(serve, shell, use, (), (), last)
    assert type(error) is (KeyboardInterrupt if shell == "sync" else asyncio.CancelledError)
    cleared()
    assert not [thread for thread in set(threading.enumerate()) - threads if thread.name.startswith("asyncio")]
    del error
    gc.collect()
    assert open_sockets() == ours


def open_sockets() -> int:
    """Count the connections to the server that this process has as a client."""
    count = 0
    for entry in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            if not os.readlink(entry).startswith("socket:"):
                continue
            with socket.socket(fileno=os.dup(int(entry.name))) as sock:
                count += str(sock.getpeername()).endswith("engine.sock")
    return count


def test_an_input_that_is_stuck_does_not_hold_up_the_end_of_the_loop() -> None:
    gate = threading.Event()

    def stuck() -> Iterator[bytes]:
        gate.wait(30)
        yield b""

    async def run() -> None:
        feed: Any = feeding.feed_of(stuck(), tty=False, awaited=True, recipe="run")
        await feed.start(Sink())
        await asyncio.sleep(0.05)
        await feed.stop()

    begun = time.monotonic()
    asyncio.run(run())
    assert time.monotonic() - begun < 20
    gate.set()
    cleared()


def test_who_cannot_connect_apart_is_told_what_may_be_left() -> None:
    class Lone:
        def apart(self) -> None:
            return None

    error = DynclientError("first")
    conversation = clearing._soon(Lone(), iter_failing(), "c1", error, late=False)  # type: ignore[arg-type]
    assert list(conversation) == []
    assert error.__notes__ == ["the container c1 may be left on the engine"]


def test_a_removal_that_goes_on_ends_with_its_client(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def busy(request: httpx.Request) -> httpx.Response:
        asked.append(request.method)
        client._sender.link.close()
        return httpx.Response(500, json={"message": "busy"})

    client = Client(transport=httpx.MockTransport(busy), version="1.45")
    clearing._goes_on(client._calls, "c1", late=True)
    assert asked == ["DELETE"]
    monkeypatch.setattr(clearing, "_BACKGROUND_SECONDS", 0)
    clearing._goes_on(client._calls, "c1", late=False)
    assert asked == ["DELETE"]


def test_a_dropped_container_that_cannot_be_removed_is_no_error(serve: Any) -> None:
    engine = Engine((), (DELETE,), (), lambda: None)
    clearing.abandoned(Client(serve(engine).address, version="1.45")._calls, "abc", os.getpid())
    cleared()
    assert engine.asked == ["DELETE /containers/abc"]


def test_a_container_that_is_dropped_at_the_end_of_the_program_is_removed_there_and_then(
    serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine((), (), (), lambda: None)
    client = Client(serve(engine).address, version="1.45")
    monkeypatch.setattr(threading.main_thread(), "is_alive", lambda: False)
    clearing.abandoned(client._calls, "abc", os.getpid())
    assert engine.asked == ["DELETE /containers/abc"]
    clearing.abandoned(client._calls, "abc", os.getpid() + 1)  # a forked child leaves it alone
    assert engine.asked == ["DELETE /containers/abc"]


def iter_failing() -> Any:
    raise DynclientError("second")
    yield
