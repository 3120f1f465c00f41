"""Connections over time: kept, replaced, limited, shared by threads, forks and event loops; and nothing sent twice."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from dynclient import AsyncClient, Client, ConnectionFailed, DynclientError, NotFound, RequestTimeout
from dynclient.client.conversation import abandon
from dynclient.engine.wire.pipe import Connection

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nOK"

# What becomes of one connection: the answers, one for each request; then it is closed, or held where that is the last.
Plan = list[bytes]
NONE = b""
HELD = b"held"
DEAF: Plan = [b"deaf"]


class Engine:
    """An engine that answers by plans: each connection by the next of them, the last one again and again.

    Attributes:
        requests: the first line of each request, whole requests alone.
        connections: how many came.
        closed: released for each connection that the engine has closed.
    """

    def __init__(self, listener: socket.socket, plans: list[Plan]) -> None:
        self._listener, self._plans = listener, plans
        self.requests: list[str] = []
        self.connections, self.closed = 0, threading.Semaphore(0)
        self._peers: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                peer, _ = self._listener.accept()
                self._peers.append(peer)
                plan = self._plans[min(self.connections, len(self._plans) - 1)]
                self.connections += 1
                threading.Thread(target=self._talk, args=(peer, plan), daemon=True).start()

    def _talk(self, peer: socket.socket, plan: Plan) -> None:
        with peer.makefile("rb") as reader, suppress(OSError):
            for answer in () if plan == DEAF else plan:
                if not (line := reader.readline()):
                    return
                length = 0
                while header := reader.readline().strip():
                    name, _, value = header.partition(b":")
                    length = int(value) if name.lower() == b"content-length" else length
                reader.read(length)
                self.requests.append(line.decode().rpartition(" ")[0])
                if answer == HELD:
                    return
                peer.sendall(answer)
        if plan == DEAF:
            return
        with suppress(OSError):
            peer.shutdown(socket.SHUT_RDWR)
        self.closed.release()

    def stop(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        for sock in (self._listener, *self._peers):
            sock.close()


@pytest.fixture(params=["unix", "tcp"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., tuple[Engine, str]]]:
    """Provide a function that starts an engine of some plans, and returns it and its address."""
    with ExitStack() as stack:

        def start(*plans: Plan) -> tuple[Engine, str]:
            if request.param == "tcp":
                listener = socket.create_server(("127.0.0.1", 0))
                address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
            else:
                listener, address = socket.socket(socket.AF_UNIX), f"unix://{tmp_path}/engine.sock"
                listener.bind(str(tmp_path / "engine.sock"))
                listener.listen()
            engine = Engine(listener, list(plans))
            stack.callback(engine.stop)
            return engine, address

        yield start


def socket_of(shell: Any, client: Any) -> socket.socket:
    """Make a call, and return the socket that it went by."""
    response = shell(client.send(client.build_request("SystemPing")))
    sock: socket.socket = response.extensions["network_stream"].get_extra_info("socket")
    return sock


# --- kept, replaced, limited ------------------------------------------------------------------------


def test_tcp_notices_a_peer_that_is_gone(shell: Any, served: Any) -> None:
    _, address = served([OK] * 9)
    sock = socket_of(shell, shell.client(address, version=None))
    assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
    if address.startswith("tcp"):
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 30
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1


def test_calls_one_after_the_other_go_by_one_connection(shell: Any, served: Any) -> None:
    engine, address = served([OK] * 9)
    client = shell.client(address, version=None)
    assert [shell(client.op("SystemPing")) for _ in range(5)] == ["OK"] * 5
    assert engine.connections == 1


def test_a_connection_that_was_closed_while_idle_is_replaced(shell: Any, served: Any) -> None:
    engine, address = served([OK])
    client = shell.client(address, version=None)
    for _ in range(3):
        assert shell(client.op("SystemPing")) == "OK"
        engine.closed.acquire()
    assert (engine.connections, engine.requests) == (3, ["GET /_ping"] * 3)


def test_that_holds_where_it_shows_only_when_nothing_can_be_sent(
    shell: Any, served: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, address = served([OK, OK], [OK, OK])
    client = shell.client(address, version=None)
    # Two connections, both closed between the look at them and the request.
    sock = socket_of(shell, client)
    monkeypatch.setattr(Connection, "is_readable", lambda self: False)
    sock.shutdown(socket.SHUT_WR)
    assert shell(client.request("POST", "/containers/prune", body={"a": 1})) == "OK"
    assert (engine.connections, engine.requests) == (2, ["GET /_ping", "POST /containers/prune"])


# An answer after which the connection is not used again, and its content.
LAST_ANSWERS = {
    "it says so": (b"HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 2\r\n\r\nOK", "OK"),
    "an old HTTP": (b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nOK", "OK"),
    "more than it says": (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOKO", "OK"),
    "more than its chunks": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\nO", "OK"),
    "more than nothing": (b"HTTP/1.1 204 No Content\r\n\r\nO", None),
}


@pytest.mark.parametrize("case", LAST_ANSWERS)
def test_a_connection_is_not_used_again_after_an_answer_that_ends_it(shell: Any, served: Any, case: str) -> None:
    answer, content = LAST_ANSWERS[case]
    engine, address = served([answer, HELD], [OK])
    client = shell.client(address, version=None)
    first = shell(client.op("SystemPing"))
    assert (first or None, shell(client.op("SystemPing"))) == (content, "OK")
    assert engine.connections == 2


def test_nor_after_a_request_that_ends_it_or_an_answer_that_was_not_read(shell: Any, served: Any) -> None:
    part = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nOK"
    engine, address = served([OK, HELD], [part, HELD], [OK])
    client = shell.client(address, version=None)
    shell(client.with_options(headers={"Connection": "close"}).op("SystemPing"))
    unread = shell(client.send(client.build_request("SystemPing"), stream=True))
    for _ in range(2):
        shell(unread.close() if shell.name == "sync" else unread.aclose())
    assert shell(client.op("SystemPing")) == "OK"
    assert engine.connections == 3


def test_refusals_and_answers_in_chunks_keep_it(shell: Any, served: Any) -> None:
    chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n"
    refusal = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    engine, address = served([chunks, refusal, OK])
    client = shell.client(address, version=None)
    shell(client.op("SystemPing"))
    with pytest.raises(NotFound):
        shell(client.op("SystemPing"))
    assert shell(client.op("SystemPing")) == "OK"
    assert engine.connections == 1


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("before", [0, 1], ids=["a new connection", "a used connection"])
def test_what_may_have_reached_the_engine_is_not_sent_again(shell: Any, served: Any, method: str, before: int) -> None:
    engine, address = served([*[OK] * before, NONE], [OK])
    client = shell.client(address, version=None)
    for _ in range(before):
        shell(client.op("SystemPing"))
    with pytest.raises(ConnectionFailed, match="closed the connection without an answer; the engine may have acted"):
        shell(client.request(method, "/x", body={"a": 1}))
    assert engine.requests == [*["GET /_ping"] * before, f"{method} /x"]
    assert shell(client.op("SystemPing")) == "OK"


def test_no_more_connections_are_made_than_the_limit(shell: Any, served: Any) -> None:
    engine, address = served([OK] * 9)
    client = shell.client(address, version=None, limits=httpx.Limits(max_connections=1), timeout={"pool": 0.05})
    held = shell(client.send(client.build_request("SystemPing"), stream=True))
    with pytest.raises(RequestTimeout, match="SystemPing: no connection became free within the time that was set"):
        shell(client.op("SystemPing"))
    shell(held.read() if shell.name == "sync" else held.aread())
    assert shell(client.op("SystemPing")) == "OK"
    assert engine.connections == 1


def test_as_many_as_the_limit_stay_idle(shell: Any, served: Any) -> None:
    engine, address = served([OK] * 9)
    client = shell.client(address, version=None, limits=httpx.Limits(max_keepalive_connections=1))
    both = [shell(client.send(client.build_request("SystemPing"), stream=True)) for _ in range(2)]
    for one in both:
        shell(one.read() if shell.name == "sync" else one.aread())
    for _ in range(2):
        shell(client.op("SystemPing"))
    assert engine.connections == 2


def test_an_answer_that_is_dropped_frees_its_place(shell: Any, served: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("dynclient.engine.wire.transport", "dynclient.engine.wire.awaited"):
        monkeypatch.setattr(f"{module}.LOOK_SECONDS", 0.01)
    monkeypatch.setattr("dynclient.engine.wire.shelf.SWEEP_SECONDS", 0.01)
    _, address = served([OK, HELD])
    client = shell.client(address, version=None, limits=httpx.Limits(max_connections=1))
    held = [shell(client.send(client.build_request("SystemPing"), stream=True))]
    soon = threading.Timer(0.05, held.clear)  # left in a cycle of httpx's own
    soon.start()
    assert shell(client.op("SystemPing")) == "OK"
    soon.join()


def test_calls_that_wait_for_a_connection_end_when_the_client_is_closed(served: Any) -> None:
    engine, address = served([HELD])

    async def main() -> list[Any]:
        async with AsyncClient(address, version=None, limits=httpx.Limits(max_connections=1)) as client:
            calls = [asyncio.create_task(client.op("SystemPing")) for _ in range(3)]
            while not engine.requests:
                await asyncio.sleep(0.005)
        return await asyncio.gather(*calls, return_exceptions=True)

    first, *others = asyncio.run(main())
    assert isinstance(first, ConnectionFailed)
    assert [str(error) for error in others] == ["this client is closed"] * 2


def test_so_they_do_in_threads(served: Any) -> None:
    engine, address = served([HELD])
    client = Client(address, version=None, limits=httpx.Limits(max_connections=1))
    found: list[str] = []

    def call() -> None:
        with pytest.raises(DynclientError) as caught:
            client.op("SystemPing")
        found.append(str(caught.value))

    threads = [threading.Thread(target=call) for _ in range(3)]
    for thread in threads:
        thread.start()
    while not engine.requests:
        time.sleep(0.005)
    client.close()
    for thread in threads:
        thread.join()
    assert found.count("this client is closed") == 2


def test_a_turn_that_comes_to_a_call_that_is_cancelled_passes_to_the_next(served: Any) -> None:
    _, address = served([OK] * 9)

    async def main() -> str:
        async with AsyncClient(address, version=None, limits=httpx.Limits(max_connections=1)) as client:
            held = await client.send(client.build_request("SystemPing"), stream=True)
            first, second = (asyncio.create_task(client.op("SystemPing")) for _ in range(2))
            await asyncio.sleep(0.02)
            await held.aread()  # frees the connection: it is the first one's turn
            first.cancel()
            async with asyncio.timeout(0.5):
                said: str = await second
            return said

    assert asyncio.run(main()) == "OK"


def test_an_idle_connection_is_kept_for_as_long_as_the_limit(shell: Any, served: Any) -> None:
    engine, address = served([OK] * 9)
    client = shell.client(address, version=None, limits=httpx.Limits(keepalive_expiry=0))
    for _ in range(3):
        shell(client.op("SystemPing"))
    assert engine.connections == 3


@pytest.mark.parametrize("phase", ["write", "read"])
@pytest.mark.parametrize("form", ["number", "phase"])
def test_a_timeout_holds_for_its_phase(shell: Any, served: Any, phase: str, form: str) -> None:
    _, address = served(DEAF if phase == "write" else [HELD])
    client = shell.client(address, version=None, timeout=0.1 if form == "number" else {phase: 0.1})
    body = {"a": "x" * 16_000_000} if phase == "write" else {"a": 1}
    said = {"write": "did not take the request", "read": "did not answer"}[phase]
    with pytest.raises(RequestTimeout, match=f"POST /x: the engine {said} within the time that was set"):
        shell(client.request("POST", "/x", body=body))


UPGRADE = {"Connection": "Upgrade", "Upgrade": "tcp"}
SWITCH = b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nfirst"


def test_a_connection_that_is_taken_over_is_handed_out(shell: Any, served: Any) -> None:
    engine, address = served([SWITCH, b"second\r\n", HELD])
    client = shell.client(address, version=None)
    asking = client.with_options(headers=UPGRADE)
    response = shell(client.send(asking.build_request("SystemPing"), stream=True))
    network = response.extensions["network_stream"]
    assert [shell(network.read(3)), shell(network.read(100))] == [b"fir", b"st"]
    shell(network.write(b"GET /a HTTP/1.1\r\n\r\n", timeout=10))
    assert shell(network.read(100, timeout=10)) == b"second\r\n"
    with pytest.raises(httpx.ReadTimeout):
        shell(network.read(100, timeout=0.02))
    assert network.get_extra_info("socket").fileno() > 0
    assert network.get_extra_info("ssl_object") is None
    shell(response.close() if shell.name == "sync" else response.aclose())
    with pytest.raises(httpx.WriteError):
        shell(network.write(b"x"))
    assert engine.requests == ["GET /_ping", "GET /a"]


def test_one_that_carries_other_requests_now_is_not(shell: Any, served: Any) -> None:
    _, address = served([OK] * 9)
    client = shell.client(address, version=None)
    network = shell(client.send(client.build_request("SystemPing"))).extensions["network_stream"]
    for use in (lambda: network.read(1), lambda: network.write(b"x")):
        with pytest.raises(httpx.StreamClosed):
            shell(use())
    assert network.get_extra_info("socket").fileno() > 0


def test_its_content_is_not_the_answers(shell: Any, served: Any) -> None:
    _, address = served([SWITCH, HELD])
    client = shell.client(address, version=None, headers=UPGRADE)
    assert shell(client.send(client.build_request("SystemPing"))).content == b""


def test_a_long_body_ends_where_it_is_refused(shell: Any, served: Any) -> None:
    _, address = served([b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"])
    client = shell.client(address, version=None)
    sent = []

    def pieces() -> Iterator[bytes]:
        for number in range(10_000):
            sent.append(number)
            yield b"x" * 10_000

    request = client.build_request("PutContainerArchive", "c1", path="/", body=pieces())
    assert shell(client.send(request)).status_code == 404
    assert len(sent) < 10_000


def test_a_request_that_is_no_http_is_not_sent(shell: Any, served: Any) -> None:
    engine, address = served([OK])
    client = shell.client(address, version=None)
    with pytest.raises(DynclientError, match="the request is no valid HTTP; nothing was sent"):
        shell(client.send(httpx.Request("GET", "http://docker/", headers={"A": "b\r\nC: d"})))
    assert engine.requests == []


def test_what_is_sent_goes_to_the_engine_whatever_its_url_names(shell: Any, served: Any) -> None:
    engine, address = served([OK])
    request = httpx.Request("GET", "http://elsewhere.invalid:1/x?y=z")
    assert shell(shell.client(address).send(request)).text == "OK"
    assert engine.requests == ["GET /x?y=z"]


def test_a_client_that_is_dropped_closes_its_connections(shell: Any, served: Any) -> None:
    _, address = served([OK, HELD])
    client: Any = (Client if shell.name == "sync" else AsyncClient)(address, version=None)
    sock = weakref.ref(socket_of(shell, client))
    del client
    gc.collect()
    assert sock() is None


def test_a_file_that_cannot_be_read_while_it_is_sent_is_the_callers_error(shell: Any, served: Any) -> None:
    engine, address = served([HELD], [OK])
    client = shell.client(address, version=None)
    unreadable = Path("/proc/self/mem")  # opens, and cannot be read from its beginning
    with pytest.raises(OSError, match="Input/output error"):
        shell(client.op("PutContainerArchive", "c1", path="/", body=unreadable))
    assert shell(client.op("SystemPing")) == "OK"
    assert engine.connections == 2


# --- shared: threads, forks, event loops ------------------------------------------------------------


@pytest.fixture(params=["unix", "tls", "ssh"])
def reached(request: pytest.FixtureRequest, engine_address: str) -> dict[str, Any]:
    """Return the arguments of a client that reaches a real engine, by each road."""
    if request.param == "tls":
        secured = request.getfixturevalue("tls_engine")
        return {"address": secured.address, "tls": str(secured.right)}
    if request.param == "ssh":
        request.getfixturevalue("far")
    return {"address": "ssh://far" if request.param == "ssh" else engine_address}


@pytest.mark.engine
def test_64_threads_share_one_client(engine: Client, engine_address: str) -> None:
    names = [f"dynclient-threads-{os.getpid()}-{number}" for number in range(8)]
    for name in names:
        engine.op("VolumeCreate", Name=name)
    wrong: list[str] = []
    sockets: list[int] = []
    base = open_sockets()

    def call(client: Client, number: int) -> None:
        for turn in range(157):
            name = names[(number + turn) % len(names)]
            if client.op("VolumeInspect", name).Name != name:
                wrong.append(name)
            if turn % 50 == 0:
                sockets.append(open_sockets())

    try:
        with Client(engine_address) as client:
            threads = [threading.Thread(target=call, args=(client, number)) for number in range(64)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    finally:
        for name in names:
            engine.op("VolumeDelete", name)
    assert wrong == []
    assert len(sockets) == 64 * 4  # all came to their end: 10,048 calls
    assert max(sockets) - base <= 64
    assert open_sockets() <= base


def open_sockets() -> int:
    """Count the sockets of this process."""
    found = 0
    for number in os.listdir("/proc/self/fd"):
        with suppress(OSError):
            found += os.readlink(f"/proc/self/fd/{number}").startswith("socket:")
    return found


FORKED = """
import json, multiprocessing, os, sys
from dynclient import Client, StreamError

def road(client):
    response = client.send(client.build_request("SystemPing"))
    return os.fstat(response.extensions["network_stream"].get_extra_info("socket").fileno()).st_ino

def child(client, events, parents):
    mine = road(client)
    assert mine != parents and road(client) == mine, (mine, parents)
    try:
        next(events)
    except StreamError as error:
        assert "it belongs to the process that this one was forked from" in str(error), error
    else:
        raise AssertionError("the parent's stream was read")
    events.close()
    client.close()

client = Client(**json.loads(sys.argv[1]))
events = client.stream("SystemEvents", filters={"type": "volume"})
parents = road(client)
if sys.argv[2] == "fork":
    pid = os.fork()
    if pid == 0:
        child(client, events, parents)
        sys.exit()  # with all that is done at exit
    assert os.waitpid(pid, 0)[1] == 0
else:
    process = multiprocessing.get_context("fork").Process(target=child, args=(client, events, parents))
    process.start()
    process.join()
    assert process.exitcode == 0
assert road(client) == parents
name = f"dynclient-forked-{os.getpid()}"
client.op("VolumeCreate", Name=name)
assert next(event for event in events if event.Actor.ID == name).Action == "create"
client.op("VolumeDelete", name)
client.close()
"""


def run(code: str, *args: str) -> None:
    """Run code in a process of its own, where every warning is an error."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-W", "ignore:This process:DeprecationWarning", "-c", code, *args],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.engine
@pytest.mark.parametrize("way", ["fork", "multiprocessing"])
def test_a_forked_child_opens_its_own_connections_and_the_parents_go_on(reached: dict[str, Any], way: str) -> None:
    run(FORKED, json.dumps(reached), way)


FORKED_IN_LOOPS = """
import asyncio, json, os, sys
from dynclient import AsyncClient

client = AsyncClient(**json.loads(sys.argv[1]))

async def main():
    assert await client.op("SystemPing") == "OK"
    pid = os.fork()
    if pid == 0:
        os._exit(beside())
    assert os.waitpid(pid, 0)[1] == 0
    assert await client.op("SystemPing") == "OK"
    await client.aclose()

def beside():
    try:
        asyncio.set_event_loop(None)
        asyncio.events._set_running_loop(None)
        asyncio.run(ping())
        return 0
    except BaseException as error:
        print(repr(error), file=sys.stderr)
        return 1

async def ping():
    async with client:
        assert await client.op("SystemPing") == "OK"

asyncio.run(main())
"""


@pytest.mark.engine
def test_so_does_one_that_is_forked_in_an_event_loop(reached: dict[str, Any]) -> None:
    run(FORKED_IN_LOOPS, json.dumps(reached))


FORKED_AMONG_THREADS = """
import os, sys, threading
from dynclient import Client

client, over = Client(sys.argv[1]), threading.Event()

def call():
    while not over.is_set():
        assert client.op("SystemPing") == "OK"

threads = [threading.Thread(target=call) for _ in range(8)]
for thread in threads:
    thread.start()
for _ in range(15):
    pid = os.fork()
    if pid == 0:
        os._exit(0 if client.op("SystemPing") == "OK" else 1)
    assert os.waitpid(pid, 0)[1] == 0
over.set()
for thread in threads:
    thread.join()
client.close()
"""


@pytest.mark.engine
def test_what_other_threads_held_when_it_was_forked_does_not_hold_the_child_up(engine_address: str) -> None:
    run(FORKED_AMONG_THREADS, engine_address)


@pytest.mark.engine
def test_an_async_client_lives_through_two_event_loops(reached: dict[str, Any]) -> None:
    client = AsyncClient(**reached)
    before = open_sockets()

    async def use() -> str:
        async with client.stream("SystemEvents", since=1, until=2) as events:
            assert [event async for event in events] == []
        said: str = await client.op("SystemPing")
        return said

    async def last() -> str:
        async with client:
            return await use()

    assert [asyncio.run(use()), asyncio.run(use()), asyncio.run(last())] == ["OK"] * 3
    gc.collect()
    assert open_sockets() <= before


@pytest.mark.engine
def test_an_async_client_serves_the_loops_of_two_threads_at_once(engine_address: str) -> None:
    client = AsyncClient(engine_address)
    both = threading.Barrier(2)
    said: list[list[str]] = []

    async def use() -> None:
        both.wait()
        said.append(await asyncio.gather(*(client.op("SystemPing") for _ in range(20))))
        both.wait()
        await client.aclose()

    threads = [threading.Thread(target=asyncio.run, args=(use(),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == [["OK"] * 20] * 2


# --- dropped ----------------------------------------------------------------------------------------


def test_a_call_that_is_dropped_in_the_middle_ends_without_a_word(served: Any) -> None:
    _, address = served([HELD])

    async def main() -> None:
        async with AsyncClient(address) as client:
            call = client.op("SystemInfo")
            call.send(None)
            await asyncio.sleep(0)
            call.close()

    asyncio.run(main())


def test_a_conversation_that_is_dropped_wants_no_more() -> None:
    done: list[str] = []

    def conversation() -> Iterator[str]:
        try:
            yield "create"
        finally:
            try:
                yield "stop"
            finally:
                done.append("let go")
                yield "remove"
            done.append("never")

    talk: Any = conversation()
    next(talk)
    abandon(talk, GeneratorExit())
    assert (done, list(talk)) == (["let go"], [])
