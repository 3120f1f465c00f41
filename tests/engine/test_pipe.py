"""Connections over a Unix socket, TCP and TLS, both ways, closed half or whole, in both shells."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import socket
import ssl
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme

from dynclient import AsyncClient, Client, StreamError
from dynclient.document import limits
from dynclient.engine.reach.address import Address, parse_address
from dynclient.engine.wire import fork
from dynclient.engine.wire.awaited import AsyncPipe, aconnect
from dynclient.engine.wire.connect import connect, endpoint
from dynclient.engine.wire.pipe import Pipe

BIG = os.urandom(1 << 20) * 4
NO_LIMITS: dict[str, float | None] = {"connect": 10, "read": None, "write": None}


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA(key_type=trustme.KeyType.ECDSA)


@pytest.fixture(scope="module")
def trust(authority: trustme.CA) -> ssl.SSLContext:
    """Return the context of a client that trusts the authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    authority.configure_trust(context)
    return context


@pytest.fixture(scope="module")
def identity(authority: trustme.CA) -> ssl.SSLContext:
    """Return the context of a server that has a certificate for 127.0.0.1."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


class Link:
    """A pipe and its peer, with the same code for both shells.

    Attributes:
        pipe: the `Pipe` or `AsyncPipe`.
        peer: the blocking socket at the other end.
        drive: gives what an awaitable gives, and any other value itself.
        kind: `unix`, `tcp` or `tls`.
    """

    def __init__(self, pipe: Any, peer: Any, drive: Callable[[Any], Any], kind: str) -> None:
        self.pipe, self.peer, self.drive, self.kind = pipe, peer, drive, kind

    def receive(self) -> bytes:
        data: bytes = self.drive(self.pipe.receive())
        return data

    def receive_all(self) -> bytes:
        pieces = []
        while data := self.receive():
            pieces.append(data)
        return b"".join(pieces)

    def send(self, data: bytes) -> None:
        self.drive(self.pipe.send(data))

    def end(self) -> None:
        """Close the peer as it should be."""
        if self.kind == "tls":
            self.peer.setblocking(False)  # it announces the end, and does not wait for the other side's
            with contextlib.suppress(OSError):
                self.peer.unwrap()
        self.peer.close()


def listener(kind: str, folder: Path) -> tuple[socket.socket, Address]:
    if kind == "unix":
        path = str(folder / "engine.sock")
        sock = socket.socket(socket.AF_UNIX)
        sock.bind(path)
        sock.listen()
        return sock, parse_address(f"unix://{path}", "test")
    sock = socket.create_server(("127.0.0.1", 0))
    scheme = "https" if kind == "tls" else "tcp"
    return sock, parse_address(f"{scheme}://127.0.0.1:{sock.getsockname()[1]}", "test")


@contextlib.contextmanager
def linked(kind: str, shell: str, folder: Path, trust: Any, identity: Any, **limits: float) -> Iterator[Link]:
    listening, address = listener(kind, folder)
    accepted: list[Any] = []

    def accept() -> None:
        peer = listening.accept()[0]
        accepted.append(identity.wrap_socket(peer, server_side=True) if kind == "tls" else peer)

    thread = threading.Thread(target=accept)
    thread.start()
    with contextlib.ExitStack() as stack:
        stack.callback(listening.close)
        timeouts = {**NO_LIMITS, **limits}
        if shell == "sync":
            drive: Callable[[Any], Any] = lambda value: value  # noqa: E731
            pipe: Any = connect(address, trust, timeouts)
        else:
            runner = stack.enter_context(asyncio.Runner())
            drive = lambda awaitable: runner.run(awaitable)  # noqa: E731
            pipe = drive(aconnect(address, trust, timeouts))
        stack.callback(pipe.close)
        thread.join()
        stack.callback(accepted[0].close)
        yield Link(pipe, accepted[0], drive, kind)


@pytest.fixture(params=["sync", "async"])
def shell(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["unix", "tcp", "tls"])
def link(
    request: pytest.FixtureRequest, shell: str, tmp_path: Path, trust: ssl.SSLContext, identity: ssl.SSLContext
) -> Iterator[Link]:
    with linked(request.param, shell, tmp_path, trust, identity) as made:
        yield made


@pytest.fixture
def make(shell: str, tmp_path: Path, trust: ssl.SSLContext, identity: ssl.SSLContext) -> Iterator[Callable[..., Link]]:
    """Provide a function that makes a link of a kind, with limits in seconds."""
    with contextlib.ExitStack() as stack:
        yield lambda kind, **limits: stack.enter_context(linked(kind, shell, tmp_path, trust, identity, **limits))


def test_bytes_go_both_ways_until_the_peer_ends(link: Link) -> None:
    link.send(b"hello")
    assert link.peer.recv(100) == b"hello"
    link.peer.sendall(b"hi")
    assert link.receive() == b"hi"
    link.end()
    assert (link.receive(), link.receive()) == (b"", b"")


def test_nothing_sends_nothing(link: Link) -> None:
    link.send(b"")
    assert select.select([link.peer], [], [], 0)[0] == []


def test_after_a_half_close_the_peers_output_goes_on(link: Link) -> None:
    link.send(b"last")
    link.peer.sendall(b"before")
    link.drive(link.pipe.close_write())
    assert (link.peer.recv(100), link.peer.recv(100)) == (b"last", b"")
    link.peer.sendall(b"after")
    peer = threading.Thread(target=link.end)
    peer.start()
    assert link.receive_all() == b"beforeafter"
    peer.join()


def test_what_tls_holds_already_outlives_a_half_close(make: Any) -> None:
    link = make("tls")
    link.peer.sendall(b"a")
    link.peer.sendall(b"b" * 600_000)
    assert link.receive()[:1] == b"a"
    link.drive(link.pipe.close_write())
    link.end()
    assert set(link.receive_all()) == {ord("b")}


def test_a_peer_that_echoes_does_not_block_a_large_write(link: Link) -> None:
    def echo() -> None:
        while data := link.peer.recv(65536):
            link.peer.sendall(data)
        link.end()

    peer = threading.Thread(target=echo)
    peer.start()
    link.send(BIG)
    link.drive(link.pipe.close_write())
    assert link.receive_all() == BIG
    peer.join()


def test_a_peer_that_only_reads_takes_a_large_write(link: Link) -> None:
    came = bytearray()

    def read() -> None:
        while data := link.peer.recv(65536):
            came.extend(data)

    peer = threading.Thread(target=read)
    peer.start()
    link.send(BIG)
    link.drive(link.pipe.close_write())
    peer.join()
    assert came == BIG


def printing(link: Link) -> threading.Thread:
    """Have the peer print without end, and read nothing."""

    def endless() -> None:
        with contextlib.suppress(OSError):
            while True:
                link.peer.sendall(b"y" * 65536)

    thread = threading.Thread(target=endless, daemon=True)
    thread.start()
    return thread


def test_a_peer_that_prints_is_not_kept_without_limit(link: Link, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UNREAD", 1 << 20)
    monkeypatch.setattr(limits, "READER_SECONDS", 0.01)
    printing(link)
    with pytest.raises(StreamError, match=r"^nobody reads what the other side sends: 1 MB of it are kept"):
        link.send(BIG * 4)
    assert link.receive()[:1] == b"y"


def test_the_time_to_write_ends_that_too(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UNREAD", 1 << 20)
    link = make("unix", write=0.02)
    printing(link)
    with pytest.raises(TimeoutError):
        link.send(BIG * 4)


@pytest.mark.parametrize("kind", ["unix", "tls"])
def test_where_somebody_reads_now_and_then_it_goes_on(
    kind: str, tmp_path: Path, trust: ssl.SSLContext, identity: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "UNREAD", 1 << 20)
    monkeypatch.setattr(limits, "READER_SECONDS", 0.3)

    async def main(address: Address) -> int:
        pipe, came = await aconnect(address, trust, NO_LIMITS), 0
        writing = asyncio.ensure_future(pipe.send(BIG * 2))
        while came < len(BIG):
            await asyncio.sleep(0.001)
            came += len(await pipe.receive())
        await writing
        pipe.close()
        return came

    def peer() -> None:
        plain = listening.accept()[0]
        with identity.wrap_socket(plain, server_side=True) if kind == "tls" else plain as sock:
            sock.sendall(BIG)
            while sock.recv(1 << 16):
                pass

    listening, address = listener(kind, tmp_path)
    with listening:
        thread = threading.Thread(target=peer)
        thread.start()
        assert asyncio.run(asyncio.wait_for(main(address), 60)) == len(BIG)
        thread.join()


def test_what_came_early_is_returned_without_waiting(link: Link) -> None:
    assert link.drive(link.pipe.early()) == []
    link.peer.sendall(b"early")
    select.select([link.pipe.sock], [], [])
    assert link.drive(link.pipe.early()) == [b"early"]


def test_what_comes_while_there_is_no_room_may_end_the_sending(link: Link) -> None:
    waited, wait = [], link.pipe._wait

    def answered(*given: Any) -> Any:
        if not waited:
            link.peer.sendall(b"enough")  # the writer has found no room, and waits
        waited.append(given)
        return wait(*given)

    link.pipe._wait = answered
    heard: list[bytes] = []

    def enough(pieces: list[bytes]) -> bool:
        heard.extend(pieces)
        return bool(heard)

    link.drive(link.pipe.send(BIG * 4, enough))
    assert heard == [b"enough"]


def test_tls_that_is_cut_is_an_error_and_no_end(make: Any) -> None:
    link = make("tls")
    link.peer.sendall(b"hello")
    link.peer.close()
    assert link.receive() == b"hello"
    with pytest.raises(ssl.SSLError):
        link.receive()


def reset(sock: socket.socket) -> None:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def test_a_reset_is_an_error(make: Any) -> None:
    link = make("tcp")
    reset(link.peer)
    with pytest.raises(ConnectionResetError):
        link.receive()


def test_an_error_that_is_found_at_the_half_close_is_the_next_reads(make: Any) -> None:
    link = make("tls")
    link.peer.close()
    link.pipe._tls.take(b"")
    with contextlib.suppress(OSError):
        link.drive(link.pipe.close_write())
    with pytest.raises(ssl.SSLError):
        link.receive()


@pytest.mark.parametrize("kind", ["tcp", "tls"])
def test_an_error_that_is_found_while_sending_is_the_next_reads_too(make: Any, kind: str) -> None:
    link = make(kind)
    link.pipe._due(b"x")  # as a write that was interrupted leaves it
    (link.peer.close if kind == "tls" else lambda: reset(link.peer))()
    select.select([link.pipe.sock], [], [])
    link.pipe._look()
    for _ in range(2):
        with pytest.raises(OSError, match=r"reset|EOF"):
            link.receive()


def test_a_write_to_a_peer_that_is_gone_is_an_error(make: Any) -> None:
    link = make("unix")
    link.peer.close()
    with pytest.raises(BrokenPipeError):
        link.send(b"x")
    assert link.receive() == b""


@pytest.mark.parametrize("kind", ["unix", "tls"])
def test_a_read_and_a_write_end_when_their_time_is_over(make: Any, kind: str) -> None:
    link = make(kind, read=0.01, write=0.01)
    with pytest.raises(TimeoutError):
        link.receive()
    with pytest.raises(TimeoutError):
        link.send(BIG)


def test_a_peer_that_ends_while_more_is_sent_is_only_not_read_any_more(make: Any) -> None:
    link = make("unix", write=0.01)
    link.peer.sendall(b"last")
    link.peer.shutdown(socket.SHUT_WR)
    with pytest.raises(TimeoutError):
        link.send(BIG)
    assert (link.receive(), link.receive()) == (b"last", b"")


def test_after_a_write_that_was_interrupted_tls_is_still_whole(make: Any) -> None:
    link = make("tls", write=0.01)
    with pytest.raises(TimeoutError):
        link.send(BIG)
    came = bytearray()

    def read() -> None:
        while data := link.peer.recv(65536):
            came.extend(data)
        link.end()

    peer = threading.Thread(target=read)
    peer.start()
    link.pipe.write_limit = None
    link.send(b"the end")
    link.drive(link.pipe.close_write())
    assert link.receive() == b""
    peer.join()
    assert came.endswith(b"the end")
    assert came[:-7] == BIG[: len(came) - 7]


def test_what_is_closed_reads_its_end_and_takes_nothing(link: Link) -> None:
    link.pipe.close()
    link.pipe.close()
    assert link.pipe.sock.fileno() == -1
    assert link.receive() == b""
    with pytest.raises(BrokenPipeError):
        link.send(b"x")


@pytest.mark.parametrize("kind", ["unix", "tcp", "tls"])
def test_closing_ends_a_read_that_waits_in_another_thread(
    kind: str, tmp_path: Path, trust: ssl.SSLContext, identity: ssl.SSLContext
) -> None:
    with linked(kind, "sync", tmp_path, trust, identity) as link:
        came: list[bytes] = []
        begun = threading.Event()

        def read() -> None:
            begun.set()
            came.append(link.receive())

        reader = threading.Thread(target=read)
        reader.start()
        begun.wait()
        link.pipe.close()
        reader.join()
        assert (came, link.pipe.sock.fileno()) == ([b""], -1)


@pytest.mark.parametrize("kind", ["unix", "tcp", "tls"])
def test_closing_ends_a_read_that_waits_in_another_task(
    kind: str, tmp_path: Path, trust: ssl.SSLContext, identity: ssl.SSLContext
) -> None:
    with linked(kind, "async", tmp_path, trust, identity) as link:

        async def closed() -> bytes:
            reader = asyncio.create_task(link.pipe.receive())
            await asyncio.sleep(0)
            link.pipe.close()
            data: bytes = await reader
            return data

        assert (link.drive(closed()), link.pipe.sock.fileno()) == (b"", -1)


@pytest.mark.parametrize("kind", ["unix", "tls"])
def test_one_thread_reads_while_another_writes(
    kind: str, tmp_path: Path, trust: ssl.SSLContext, identity: ssl.SSLContext
) -> None:
    with linked(kind, "sync", tmp_path, trust, identity) as link:

        def echo() -> None:
            while data := link.peer.recv(65536):
                link.peer.sendall(data)
            link.end()

        came: list[bytes] = []
        threads = [
            threading.Thread(target=echo),
            threading.Thread(target=lambda: came.append(link.receive_all())),
        ]
        for thread in threads:
            thread.start()
        link.send(BIG)
        link.pipe.close_write()
        for thread in threads:
            thread.join()
        assert came == [BIG]


@pytest.mark.parametrize("kind", ["unix", "tls"])
def test_one_task_reads_while_another_writes(
    kind: str, tmp_path: Path, trust: ssl.SSLContext, identity: ssl.SSLContext
) -> None:
    with linked(kind, "async", tmp_path, trust, identity) as link:

        def echo() -> None:
            while data := link.peer.recv(65536):
                link.peer.sendall(data)
            link.end()

        async def both() -> bytes:
            async def write() -> None:
                await link.pipe.send(BIG)
                await link.pipe.close_write()

            writer = asyncio.create_task(write())
            came = bytearray()
            while data := await link.pipe.receive():
                came += data
            await writer
            return bytes(came)

        peer = threading.Thread(target=echo)
        peer.start()
        assert link.drive(both()) == BIG
        peer.join()


def test_a_read_that_is_cancelled_has_taken_nothing(
    tmp_path: Path, trust: ssl.SSLContext, identity: ssl.SSLContext
) -> None:
    with linked("unix", "async", tmp_path, trust, identity) as link:

        async def cancelled() -> bytes:
            reader = asyncio.create_task(link.pipe.receive())
            await asyncio.sleep(0)
            link.peer.sendall(b"hello")
            link.pipe._readers.wake()  # what wakes it and what cancels it come in one turn of the loop
            reader.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reader
            data: bytes = await link.pipe.receive()
            return data

        assert link.drive(cancelled()) == b"hello"


def test_a_stream_that_is_never_empty_lets_other_tasks_run(
    tmp_path: Path, trust: ssl.SSLContext, identity: ssl.SSLContext
) -> None:
    with linked("unix", "async", tmp_path, trust, identity) as link:

        async def starved() -> int:
            turns = 0

            async def other() -> None:
                nonlocal turns
                while True:
                    turns += 1
                    await asyncio.sleep(0)

            task = asyncio.create_task(other())
            for _ in range(10):
                link.peer.sendall(b"x")
                await link.pipe.receive()
            task.cancel()
            return turns

        assert link.drive(starved()) >= 9


def opened(shell: str, address: Address, trust: ssl.SSLContext | None = None, limit: float = 10) -> Pipe | AsyncPipe:
    timeouts = {**NO_LIMITS, "connect": limit}
    if shell == "sync":
        return connect(address, trust, timeouts)
    return asyncio.run(aconnect(address, trust, timeouts))


def test_where_nothing_is_it_is_an_error(shell: str, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        opened(shell, parse_address(f"unix://{tmp_path}/no.sock", "test"))
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        with pytest.raises(ConnectionRefusedError):
            opened(shell, parse_address(f"tcp://127.0.0.1:{bound.getsockname()[1]}", "test"))
    with pytest.raises(socket.gaierror):
        opened(shell, parse_address("tcp://no-such-host.invalid", "test"))


def test_a_unix_socket_whose_queue_is_full_is_waited_for(shell: str, tmp_path: Path) -> None:
    path = str(tmp_path / "engine.sock")
    address = parse_address(f"unix://{path}", "test")
    with socket.socket(socket.AF_UNIX) as listening, contextlib.ExitStack() as stack:
        listening.bind(path)
        listening.listen(0)
        first = stack.enter_context(socket.socket(socket.AF_UNIX))
        first.connect(path)
        with pytest.raises(TimeoutError):
            opened(shell, address, limit=0.02)


def test_a_peer_that_never_answers_the_handshake_is_given_up(shell: str, tmp_path: Path, trust: ssl.SSLContext) -> None:
    listening, address = listener("tls", tmp_path)
    with listening, pytest.raises(TimeoutError):
        opened(shell, address, trust, limit=0.02)


def test_a_certificate_that_nobody_trusts_is_refused(shell: str, tmp_path: Path, identity: ssl.SSLContext) -> None:
    listening, address = listener("tls", tmp_path)
    told: list[str] = []

    def accept() -> None:
        peer = listening.accept()[0]
        try:
            identity.wrap_socket(peer, server_side=True)
        except ssl.SSLError as error:
            told.append(str(error.reason))
        finally:
            peer.close()

    thread = threading.Thread(target=accept)
    with listening:
        thread.start()
        with pytest.raises(ssl.SSLCertVerificationError):
            opened(shell, address)
        thread.join()
    assert told == ["TLSV1_ALERT_UNKNOWN_CA"]


def test_what_is_no_tls_is_refused(shell: str, tmp_path: Path, trust: ssl.SSLContext) -> None:
    listening, address = listener("tls", tmp_path)

    def accept() -> None:
        with listening.accept()[0] as peer:
            peer.recv(10_000)
            peer.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    thread = threading.Thread(target=accept)
    with listening:
        thread.start()
        with pytest.raises(ssl.SSLError):
            opened(shell, address, trust)
        thread.join()


def test_ports_follow_the_scheme() -> None:
    from dynclient.engine.wire.connect import endpoint

    addresses = ["https://a", "http://a", "tcp://a", "https://[::1]:99"]
    found = [endpoint(parse_address(address, "test")) for address in addresses]
    assert found == [("a", 443), ("a", 80), ("a", 2375), ("::1", 99)]


def test_a_forked_child_lets_go_of_a_connection_without_a_word(link: Link) -> None:
    kept = socket.socket(fileno=os.dup(link.pipe.sock.fileno()))  # the parent's
    fork._forget()
    assert link.pipe.is_readable()
    with pytest.raises(OSError, match="it belongs to the process that this one was forked from"):
        link.receive()
    with pytest.raises(BrokenPipeError):
        link.send(b"x")
    link.pipe.close()
    with kept:
        assert select.select([link.peer], [], [], 0)[0] == []


@pytest.mark.skipif(sys.platform != "linux", reason="abstract sockets are Linux's")
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_an_abstract_socket_is_connected_to(kind: Any) -> None:
    name = f"dynclient-{os.getpid()}-{kind.__name__}"
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"\0{name}")
        listening.listen()
        listening.settimeout(30)

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(answer)
                connection.recv(65536)

        thread = threading.Thread(target=serve)
        thread.start()
        client = kind(f"unix://@{name}", version="1.45")
        if isinstance(client, Client):
            with client:
                value = client.container.list()
        else:
            value = asyncio.run(_listed(client))
        thread.join(30)
    assert value == []


async def _listed(client: AsyncClient) -> Any:
    async with client:
        return await client.container.list()


def test_a_zone_leads_to_the_interface_and_stands_in_no_header() -> None:
    address = parse_address("tcp://[fe80::77%25eth0]:2375", "argument")
    assert endpoint(address) == ("fe80::77%eth0", 2375)
    request = Client("tcp://[fe80::77%25eth0]:2375").build_request("ContainerList")
    assert request.headers["host"] == "[fe80::77]:2375"
