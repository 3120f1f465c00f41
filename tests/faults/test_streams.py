"""Open answers that break, stall or lie: nothing that came is lost, and nothing waits for ever."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from dynclient import (
    APIError,
    AsyncClient,
    BadRequest,
    Client,
    ConnectionFailed,
    DynclientError,
    Frame,
    Output,
    RequestTimeout,
    ServerError,
    StreamError,
)

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("collected")]

FRAMED = "application/vnd.docker.multiplexed-stream"
PIECE = b"x" * 65536


class Shell:
    """Open answers of either client, used by the same code.

    Attributes:
        client: the `Client` or `AsyncClient`.
        run: gives what an awaitable gives, and any other value itself.
    """

    def __init__(self, client: Any, run: Callable[[Any], Any]) -> None:
        self.client, self.run = client, run

    def open(self, operation: str, /, *args: Any, **arguments: Any) -> Any:
        return self.run(self._awaited(self.client.stream(operation, *args, **arguments)))

    def op(self, operation: str, /, *args: Any, **arguments: Any) -> Any:
        return self.run(self.client.op(operation, *args, **arguments))

    def next(self, stream: Any) -> Any:
        return next(stream) if hasattr(stream, "__next__") else self.run(anext(stream))

    def items(self, stream: Any) -> tuple[list[Any], Exception | None]:
        """Return what a stream has, and the error that it ends with."""
        items: list[Any] = []
        try:
            while True:
                items.append(self.next(stream))
        except (StopIteration, StopAsyncIteration):
            return items, None
        except DynclientError as error:
            return items, error

    def close(self, stream: Any) -> None:
        self.run(stream.aclose() if hasattr(stream, "aclose") else stream.close())

    @staticmethod
    def _awaited(opening: Any) -> Any:
        async def opened() -> Any:
            return await opening

        return opened() if hasattr(opening, "__await__") else opening


Shells = Callable[..., Shell]


@pytest.fixture(params=["sync", "async"])
def shell(request: pytest.FixtureRequest) -> Iterator[Shells]:
    """Provide a function that makes a shell for an address."""
    ends: list[Callable[[], Any]] = []

    def made(address: str, **settings: Any) -> Shell:
        settings = {"version": "1.45", **settings}
        if request.param == "sync":
            client = Client(address, **settings)
            ends.append(client.close)
            return Shell(client, lambda value: value)
        runner, other = asyncio.Runner(), AsyncClient(address, **settings)

        def run(awaitable: Any) -> Any:
            return runner.run(awaitable) if asyncio.iscoroutine(awaitable) else awaitable

        run(asyncio.sleep(0))  # the loop has files of its own
        ends.extend([lambda: run(other.aclose()), runner.close])
        return Shell(other, run)

    made.synchronous = request.param == "sync"  # type: ignore[attr-defined]
    yield made
    for end in ends:
        end()


def frame(stream: int, data: bytes) -> bytes:
    return bytes([stream, 0, 0, 0]) + len(data).to_bytes(4, "big") + data


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def head(kind: str = FRAMED, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *(headers or ["Transfer-Encoding: chunked"]), "", ""]
    return "\r\n".join(lines).encode()


OK = Frame("stdout", b"ok")
BROKEN: dict[str, tuple[bytes, list[Frame], str]] = {
    "half a frame's head": (
        head() + chunk(frame(1, b"ok")) + chunk(b"\x01\0\0") + b"0\r\n\r\n",
        [OK],
        "ContainerLogs: the stream was cut inside a frame: 5 bytes of it are missing",
    ),
    "a frame that claims 4 GB": (
        head() + chunk(frame(1, b"ok")) + chunk(b"\x01\0\0\0\xff\xff\xff\xffhello") + b"0\r\n\r\n",
        [OK, Frame("stdout", b"hello")],
        "ContainerLogs: the stream was cut inside a frame: 4294967290 bytes of it are missing",
    ),
    "a frame of type 7": (
        head() + chunk(frame(1, b"ok") + frame(7, b"no")),
        [OK],
        "ContainerLogs: this is not a multiplexed stream: a frame begins with a byte from 0 to 3 and three zero bytes, "
        "here is b'\\x07\\x00\\x00\\x00\\x00\\x00\\x00\\x02'; the output of a terminal (Tty) has no frames",
    ),
    "a chunk that is longer than it says": (
        head() + chunk(frame(1, b"ok")) + b"5\r\n" + frame(1, b"hello") + b"\r\n",
        [OK],
        "ContainerLogs: what comes is not in chunks: a chunk has another length than it says",
    ),
    "a chunk that claims 4 GB": (
        head() + chunk(frame(1, b"ok")) + b"ffffffff\r\n" + frame(1, b"ok"),
        [OK, OK],
        "ContainerLogs: the answer was cut: its last chunk is missing",
    ),
    "no last chunk": (
        head() + chunk(frame(1, b"ok")),
        [OK],
        "ContainerLogs: the answer was cut: its last chunk is missing",
    ),
    "less than the length": (
        head(FRAMED, "Content-Length: 100") + frame(1, b"ok"),
        [OK],
        "ContainerLogs: the answer was cut: 90 bytes of it are missing",
    ),
}


@pytest.mark.parametrize(("sent", "items", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_stream_gives_what_came_and_then_its_error(
    shell: Shells, serve: Any, sent: bytes, items: list[Frame], message: str
) -> None:
    one = shell(serve(sent).address)
    stream = one.open("ContainerLogs", "a", stdout=True)
    came, error = one.items(stream)
    assert (came, type(error), str(error), stream.closed) == (items, StreamError, message, True)
    stream = one.open("ContainerLogs", "a", stdout=True)
    with pytest.raises(StreamError) as caught:
        one.run(stream.read())
    assert (str(caught.value), caught.value.partial) == (message, Output(tuple(items)))


def test_a_message_that_is_cut_is_raised_with_those_before_it(shell: Shells, serve: Any) -> None:
    sent = head("application/json") + chunk(b'{"status": "a"}\r\n{"status": "b"}\r\n{"sta')
    one = shell(serve(sent).address)
    items, error = one.items(one.open("ImageCreate", from_image="a"))
    assert (items, str(error)) == (
        [{"status": "a"}, {"status": "b"}],
        "ImageCreate: the answer was cut: its last chunk is missing",
    )
    assert isinstance(error, StreamError)
    assert error.partial == items


def reset(connection: Any) -> None:
    connection.peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def test_a_reset_is_raised_after_what_came(shell: Shells, serve: Any) -> None:
    got = threading.Event()

    def script(connection: Any) -> None:
        connection.read_head()
        connection.send(head() + chunk(frame(1, b"ok")))
        got.wait(30)
        reset(connection)

    one = shell(serve(script, tcp=True).address)
    stream = one.open("ContainerLogs", "a", stdout=True)
    assert one.next(stream) == OK
    got.set()
    with pytest.raises(StreamError, match="ContainerLogs: the connection broke: Connection reset by peer"):
        one.next(stream)
    assert stream.closed


def test_a_stall_is_a_time_out(shell: Shells, serve: Any) -> None:
    def script(connection: Any) -> None:
        connection.read_head()
        connection.send(head() + chunk(frame(1, b"ok")))
        connection.hold()

    one = shell(serve(script).address, timeout={"read": 0.05})
    stream = one.open("ContainerLogs", "a", stdout=True, follow=True)
    assert one.next(stream) == OK
    with pytest.raises(RequestTimeout) as caught:
        one.next(stream)
    assert str(caught.value) == "ContainerLogs: nothing came within the time that was set (timeout=)"
    assert stream.closed
    assert one.items(stream) == ([], None)


def test_no_answer_in_time_is_a_time_out(shell: Shells, serve: Any) -> None:
    def script(connection: Any) -> None:
        connection.read_head()
        connection.hold()

    one = shell(serve(script).address, timeout={"read": 0.05})
    with pytest.raises(RequestTimeout) as caught:
        one.open("ContainerLogs", "a", stdout=True)
    assert str(caught.value) == "ContainerLogs: the engine did not answer within the time that was set (timeout=)"


def test_an_upload_that_is_not_taken_in_time_is_a_time_out(shell: Shells, serve: Any) -> None:
    def script(connection: Any) -> None:
        connection.read_head()
        connection.hold()

    one = shell(serve(script).address, timeout={"write": 0.05})
    with pytest.raises(RequestTimeout) as caught:
        one.open("ImageLoad", body=iter([PIECE] * 1000))
    assert str(caught.value) == "ImageLoad: the engine did not take the request within the time that was set (timeout=)"


NO_HTTP = "what answers at {at} (from argument) does not speak HTTP; a TLS port is reached by https://"
CLOSED = "{at} (from argument) closed the connection without an answer; the engine may have acted"


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (b"", CLOSED),
        (b"HTTP/1.1 200 OK\r\nCon", CLOSED),
        (b"\0nonsense\r\n\r\n", NO_HTTP),
        (b"\x15\x03\x01\0\2\2\x46", NO_HTTP),
    ],
)
def test_what_is_no_answer_is_a_failed_connection(shell: Shells, serve: Any, sent: bytes, message: str) -> None:
    server = serve(sent)
    with pytest.raises(ConnectionFailed) as caught:
        shell(server.address).open("ContainerLogs", "a", stdout=True)
    assert str(caught.value) == message.replace("{at}", server.address)


def test_a_reset_before_the_answer_is_a_failed_connection(shell: Shells, serve: Any) -> None:
    def script(connection: Any) -> None:
        connection.read_head()
        reset(connection)

    server = serve(script, tcp=True)
    with pytest.raises(ConnectionFailed) as caught:
        shell(server.address).open("ContainerLogs", "a", stdout=True)
    why = "broke before the answer came; the engine may have acted"
    assert str(caught.value) == f"ContainerLogs: the connection to {server.address} (from argument) {why}"


def test_where_nothing_is_the_message_is_that_of_every_call(shell: Shells, tmp_path: Any) -> None:
    one = shell(f"unix://{tmp_path}/no.sock")
    with pytest.raises(ConnectionFailed) as opened:
        one.open("ContainerLogs", "a", stdout=True)
    with pytest.raises(ConnectionFailed) as called:
        one.op("SystemInfo")
    assert str(opened.value) == str(called.value)


NO_SPACE = (
    b"HTTP/1.1 500 Oops\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: 23\r\n\r\n"
    b'{"message": "no space"}'
)


def early(close: str) -> Callable[[Any], None]:
    """Return a script that refuses an upload at its beginning, and then closes the connection in some way."""

    def script(connection: Any) -> None:
        connection.read_head()
        connection.send(NO_SPACE)
        if close == "holds":
            connection.hold()
        if close == "reads on":
            while connection.peer.recv(65536):
                pass

    return script


@pytest.mark.parametrize("close", ["closes", "holds", "reads on"])
@pytest.mark.parametrize("tcp", [True, False])
def test_a_refusal_that_comes_while_more_is_sent_ends_the_upload(
    shell: Shells, serve: Any, close: str, tcp: bool
) -> None:
    one = shell(serve(early(close), tcp=tcp).address)
    with pytest.raises(ServerError) as caught:
        one.open("ImageLoad", body=iter(lambda: PIECE, b""))
    assert (caught.value.status, caught.value.message) == (500, "no space")


@pytest.mark.parametrize("close", ["closes", "holds", "reads on"])
@pytest.mark.parametrize("tcp", [True, False])
def test_a_complete_call_has_it_too(shell: Shells, serve: Any, close: str, tcp: bool) -> None:
    one = shell(serve(early(close), tcp=tcp).address)
    with pytest.raises(ServerError) as caught:
        one.op("ImageLoad", body=iter(lambda: PIECE, b""))
    assert (caught.value.status, caught.value.message) == (500, "no space")


def test_a_refusal_is_read_from_an_engine_that_has_gone_already(shell: Shells, serve: Any) -> None:
    server = serve(lambda connection: connection.read_head() and connection.send(NO_SPACE))

    def body() -> Iterator[bytes]:
        assert server.closed.acquire(timeout=30)
        yield PIECE

    with pytest.raises(ServerError, match="no space"):
        shell(server.address).open("ImageLoad", body=body())


def test_an_answer_that_begins_while_more_is_sent_does_not_end_the_upload(shell: Shells, serve: Any) -> None:
    taken: list[int] = []

    def script(connection: Any) -> None:
        body = connection.read_head().partition(b"\r\n\r\n")[2]
        connection.send(head("application/json") + chunk(b'{"status": "reading"}'))
        while not body.endswith(b"0\r\n\r\n"):
            body += connection.peer.recv(1 << 20)
        taken.append(body.count(b"x"))
        connection.send(chunk(b'{"status": "done"}') + b"0\r\n\r\n")

    one = shell(serve(script).address)
    items, error = one.items(one.open("ImageLoad", body=iter([PIECE] * 20)))
    assert (items, error, taken) == ([{"status": "reading"}, {"status": "done"}], None, [20 * len(PIECE)])


def test_an_answer_that_is_whole_while_more_is_sent_ends_the_upload(shell: Shells, serve: Any) -> None:
    def script(connection: Any) -> None:
        connection.read_head()
        connection.send(head("application/json") + chunk(b'{"error": "bad tar"}') + b"0\r\n\r\n")
        connection.hold()

    with pytest.raises(StreamError, match="ImageLoad: bad tar"):
        shell(serve(script).address).op("ImageLoad", body=iter(lambda: PIECE, b""))


def test_an_error_of_the_callers_own_iterator_is_theirs(shell: Shells, serve: Any) -> None:
    def broken() -> Iterator[bytes]:
        yield PIECE
        raise BrokenPipeError("mine")

    def script(connection: Any) -> None:
        while connection.peer.recv(65536):
            pass

    server = serve(script)
    with pytest.raises(BrokenPipeError, match="mine"):
        shell(server.address).open("ImageLoad", body=broken())
    assert server.closed.acquire(timeout=30)


def test_a_header_that_is_no_http_is_not_sent_and_not_told(shell: Shells, tmp_path: Any) -> None:
    one = shell(f"unix://{tmp_path}/no.sock", headers={"Content-Length": "secret"})
    with pytest.raises(DynclientError) as caught:
        one.open("ContainerLogs", "a", stdout=True)
    assert str(caught.value) == "ContainerLogs: the request is no valid HTTP; it was not sent"


def test_a_refusal_is_read_whole(shell: Shells, serve: Any) -> None:
    sent = b"HTTP/1.1 400 Bad Request\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\nno such thing\r\n"
    with pytest.raises(BadRequest) as caught:
        shell(serve(sent).address).open("ContainerAttach", "a", stream=True)
    assert caught.value.message == "no such thing"


def test_a_refusal_that_is_cut_is_no_refusal(shell: Shells, serve: Any) -> None:
    sent = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 100\r\n\r\n{"
    with pytest.raises(StreamError) as caught:
        shell(serve(sent).address).open("ContainerAttach", "a", stream=True)
    assert (str(caught.value), caught.value.partial) == (
        "ContainerAttach: the answer was cut: 99 bytes of it are missing",
        b"{",
    )


def test_a_refusal_that_ends_with_a_reset_is_one(shell: Shells, serve: Any) -> None:
    def script(connection: Any) -> None:
        connection.read_head()  # the rest of the body stays unread: closing is a reset
        connection.send(b"HTTP/1.0 400 Bad Request\r\n\r\nno such thing\n")

    with pytest.raises(BadRequest) as caught:
        shell(serve(script).address).op("ImageLoad", body=b"x" * 1_000_000)
    assert caught.value.message == "no such thing"


UPGRADED = b"HTTP/1.1 101 UPGRADED\r\nContent-Type: %s\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n" % FRAMED.encode()


def test_what_comes_with_the_upgrade_is_not_lost(shell: Shells, serve: Any) -> None:
    def script(connection: Any) -> None:
        connection.read_head()
        while b"/exec/" in connection.head and b"}" not in connection.head:
            connection.head += connection.peer.recv(1000)  # the body: with it unread, closing is a reset
        connection.send(UPGRADED + frame(1, b"ok") + frame(2, b"oops"))

    server = serve(script)
    one = shell(server.address)
    assert one.items(one.open("ContainerAttach", "a", stream=True)) == ([OK, Frame("stderr", b"oops")], None)
    assert one.op("ExecStart", "a", Detach=False) == Output((OK, Frame("stderr", b"oops")))
    assert [b"\r\nUpgrade: tcp\r\n" in sent for sent in server.heads] == [True, True]


@pytest.mark.parametrize(("kind", "ends"), [(FRAMED, True), ("application/vnd.docker.raw-stream", False)])
def test_a_complete_answer_ends_the_input_that_nobody_can_write_but_not_a_terminals(
    shell: Shells, serve: Any, kind: str, ends: bool
) -> None:
    """The end of a terminal's input may end its output, too."""

    def reads(connection: Any) -> None:
        connection.read_head()
        connection.send(UPGRADED.replace(FRAMED.encode(), kind.encode()))
        connection.peer.settimeout(30 if ends else 0.3)
        said = b"open"
        with suppress(TimeoutError):
            while connection.peer.recv(65536):
                pass
            said = b"ended"
        connection.send(frame(1, said) if ends else said)

    output = shell(serve(reads).address).op("ExecStart", "a", Detach=False, Tty=not ends)
    assert output.text == ("ended" if ends else "open")


def test_only_what_is_taken_over_asks_for_it(shell: Shells, serve: Any) -> None:
    server = serve(head("application/vnd.docker.raw-stream") + b"0\r\n\r\n")
    one = shell(server.address)
    one.items(one.open("SystemEvents"))
    one.items(one.open("ContainerLogs", "a", stdout=True))
    assert [b"pgrade" in sent for sent in server.heads] == [False, False]


def test_a_proxy_that_drops_the_upgrade_does_not_hide_the_frames(shell: Shells, serve: Any) -> None:
    """The engine then sends the content type of a terminal's output, whatever it is (E27)."""
    raw = head("application/vnd.docker.raw-stream", "Connection: close")
    inspected = b'{"Id": "a", "Config": {"Tty": false}}'
    about = head("application/json", f"Content-Length: {len(inspected)}") + inspected
    one = shell(serve(raw + frame(1, b"ok"), about).address)
    assert one.items(one.open("ContainerAttach", "a", stdout=True, logs=True)) == ([OK], None)


def test_where_that_question_fails_the_connection_is_closed(shell: Shells, serve: Any) -> None:
    server = serve(head("application/vnd.docker.raw-stream", "Connection: close"), b"HTTP/1.1 404 No\r\n\r\n")
    with pytest.raises(APIError):
        shell(server.address).open("ContainerAttach", "a", stdout=True, logs=True)
    assert server.closed.acquire(timeout=30)


def test_what_is_written_to_an_end_that_is_gone_is_an_error(shell: Shells, serve: Any) -> None:
    server = serve(UPGRADED + frame(1, b"ok"))
    one = shell(server.address)
    talk = one.open("ContainerAttach", "a", stream=True, stdin=True)
    assert server.closed.acquire(timeout=30)
    with pytest.raises(StreamError, match="ContainerAttach: the connection broke: Broken pipe"):
        one.run(talk.write(b"hello"))
    one.run(talk.close_stdin())
    assert one.items(talk) == ([OK], None)
    with pytest.raises(StreamError, match="this stream is closed"):
        one.run(talk.write(b"hello"))


def test_a_write_that_is_not_taken_in_time_is_a_time_out(shell: Shells, serve: Any) -> None:
    def script(connection: Any) -> None:
        connection.read_head()
        connection.send(UPGRADED)
        connection.hold()

    one = shell(serve(script).address, timeout={"write": 0.05})
    talk = one.open("ContainerAttach", "a", stream=True, stdin=True)
    with pytest.raises(RequestTimeout):
        one.run(talk.write(PIECE * 100))
    one.close(talk)


def test_nothing_to_do_is_an_empty_stream(shell: Shells, serve: Any) -> None:
    one = shell(serve(b"HTTP/1.1 304 Not Modified\r\n\r\n").address)
    stream = one.open("ContainerStart", "a")
    assert (one.items(stream), stream.response.status) == (([], None), 304)


def test_hooks_see_streams_too(shell: Shells, serve: Any) -> None:
    seen: list[Any] = []

    def hook(message: Any) -> None:
        seen.append(getattr(message, "status_code", None) or message.method)

    async def async_hook(message: Any) -> None:
        hook(message)

    address = serve(head("application/json") + b"0\r\n\r\n").address
    used = hook if shell.synchronous else async_hook  # type: ignore[attr-defined]
    one = shell(address, event_hooks={"request": [used], "response": [used]})
    one.items(one.open("SystemEvents"))
    assert seen == ["GET", 200]


def test_a_hook_that_fails_leaves_no_connection(shell: Shells, serve: Any) -> None:
    def hook(message: Any) -> Any:
        raise RuntimeError("no")

    server = serve(follow)
    with pytest.raises(RuntimeError, match="no"):
        shell(server.address, event_hooks={"response": [hook]}).open("SystemEvents")
    assert server.closed.acquire(timeout=30)


PROXIES = [
    ({"http_proxy": "http://{at}"}, True),
    ({"all_proxy": "http://{at}"}, False),
    ({"http_proxy": "http://{at}", "no_proxy": "engine.example"}, False),
    ({"https_proxy": "http://{at}"}, False),
]


@pytest.mark.parametrize(("environment", "proxied"), PROXIES)
def test_a_proxy_of_the_environment_holds_for_streams_too(
    shell: Shells, serve: Any, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], proxied: bool
) -> None:
    server = serve(head("application/json") + chunk(b'{"Action": "a"}') + b"0\r\n\r\n", tcp=True)
    for name, value in environment.items():
        monkeypatch.setenv(name, value.replace("{at}", server.address.removeprefix("tcp://")))
    one = shell("tcp://engine.example:2375", timeout={"connect": 0.2})
    if proxied:
        assert one.items(one.open("SystemEvents"))[0] == [{"Action": "a"}]
        assert server.heads[0].startswith(b"GET http://engine.example:2375/v1.45/events HTTP/1.1\r\n")
    else:
        assert one.client._sender.by_httpx is False


def test_a_closed_client_opens_nothing(shell: Shells, serve: Any) -> None:
    one = shell(serve(head("application/json") + b"0\r\n\r\n").address)
    one.items(one.open("SystemEvents"))
    if isinstance(one.client, Client):
        one.client.close()
        with pytest.raises(DynclientError, match="this client is closed"):
            one.open("SystemEvents")


def follow(connection: Any) -> None:
    """Begin a stream that goes on until the client has gone."""
    connection.read_head()
    connection.send(head() + chunk(frame(1, b"ok")))
    connection.peer.recv(1)


def files() -> int:
    return len(os.listdir("/proc/self/fd"))


@pytest.mark.parametrize("how", ["closed", "left", "dropped"])
def test_a_stream_that_is_not_read_to_its_end_leaves_nothing(shell: Shells, serve: Any, how: str) -> None:
    server = serve(follow)
    one = shell(server.address)
    before = files()
    stream = one.open("ContainerLogs", "a", stdout=True, follow=True)
    assert one.next(stream) == OK
    if how == "closed":
        one.close(stream)
        assert (stream.closed, one.items(stream)) == (True, ([], None))
    if how == "left" and isinstance(one.client, Client):
        with stream:
            pass
    del stream
    gc.collect()
    assert server.closed.acquire(timeout=30)
    assert files() == before


@pytest.mark.slow
def test_a_reader_that_stops_reading_holds_the_engine_up(shell: Shells, serve: Any) -> None:
    pieces = 1024  # 64 MB, of which the system's buffers take a few
    taken = []

    def write(connection: Any) -> None:
        connection.read_head()
        connection.send(head())
        for number in range(pieces):
            connection.send(chunk(frame(1, number.to_bytes(4, "big") + PIECE)))
            taken.append(number)
        connection.send(b"0\r\n\r\n")

    one = shell(serve(write).address)
    stream = one.open("ContainerLogs", "a", stdout=True, follow=True)
    first = one.next(stream)
    seen = -1
    while seen != len(taken):  # until nothing more is taken
        seen = len(taken)
        one.run(asyncio.sleep(0.3) if isinstance(one.client, AsyncClient) else time.sleep(0.3))
    assert seen < pieces // 4
    rest, error = one.items(stream)
    content = b"".join(piece.data for piece in [first, *rest])
    assert (content == b"".join(number.to_bytes(4, "big") + PIECE for number in range(pieces)), error) == (True, None)


def test_an_archive_that_is_dropped_leaves_nothing(shell: Shells, serve: Any) -> None:
    def tar(connection: Any) -> None:
        connection.read_head()
        connection.send(head("application/x-tar") + chunk(b"x" * 512))
        connection.peer.recv(1)

    server = serve(tar)
    one = shell(server.address)
    one.op("ContainerExport", "a")
    gc.collect()
    assert server.closed.acquire(timeout=30)


def test_an_archive_that_is_cut_is_raised_and_no_file_is_left(shell: Shells, serve: Any, tmp_path: Any) -> None:
    one = shell(serve(head("application/x-tar") + chunk(b"x" * 512)).address)
    with pytest.raises(StreamError, match="the answer was cut: its last chunk is missing"):
        one.run(one.op("ContainerExport", "a").save(tmp_path / "a.tar"))
    assert list(tmp_path.glob("*a.tar*")) == []
    archive = one.op("ContainerExport", "a")
    with pytest.raises(StreamError):
        one.run(archive.read())
    with pytest.raises(StreamError, match="was used or closed already"):
        one.run(archive.read())
