"""Open answers over a source that is a script: the same in both shells."""

from __future__ import annotations

import asyncio
import gc
import json
import time
import weakref
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Ping
from wsproto.utilities import generate_accept_token

from dynclient import AsyncClient, Client, ConnectionFailed, Frame, Output, RequestTimeout, Response, StreamError
from dynclient.api.answer.reading import Reading
from dynclient.api.call.packing import tar_of
from dynclient.client.async_archive import AsyncArchive
from dynclient.client.connections import AsyncWebSocketSource, WebSocketSource
from dynclient.client.streams import AsyncDuplex, AsyncStream, Duplex, Stream
from dynclient.engine.wire.websocket import WebSocket

ANSWER = Response(200, {}, "ImageCreate", "POST", "/images/create")


class Script:
    """A source whose content is a list; an exception in it is raised."""

    def __init__(self, *content: bytes | BaseException) -> None:
        self.content, self.sent, self.closed = list(content), [], 0  # type: ignore[var-annotated]

    def receive(self) -> bytes:
        piece = self.content.pop(0) if self.content else b""
        if isinstance(piece, BaseException):
            raise piece
        return piece

    def send(self, data: bytes) -> None:
        self.sent.append(data)

    def close_write(self) -> None:
        self.sent.append("the end")

    def close(self) -> None:
        self.closed += 1


class AsyncScript(Script):
    async def receive(self) -> bytes:  # type: ignore[override]
        return super().receive()

    async def send(self, data: bytes) -> None:  # type: ignore[override]
        super().send(data)

    async def close_write(self) -> None:  # type: ignore[override]
        super().close_write()

    async def aclose(self) -> None:
        super().close()


class Shell:
    """The streams of one of the two shells over a script, used by the same code for both."""

    def __init__(self, run: Callable[[Any], Any], synchronous: bool) -> None:
        self.run, self.sync = run, synchronous

    def stream(self, *content: bytes | BaseException, kind: str = "lines", **settings: Any) -> tuple[Any, Any]:
        source: Any = Script(*content) if self.sync else AsyncScript(*content)
        reading = Reading(kind, response=ANSWER, **settings)
        return (Stream if self.sync else AsyncStream)(source, reading), source

    def duplex(self, *content: bytes | BaseException, resize: Any = None) -> tuple[Any, Any]:
        source: Any = Script(*content) if self.sync else AsyncScript(*content)
        return (Duplex if self.sync else AsyncDuplex)(source, Reading("hijack"), resize), source

    def next(self, stream: Any) -> Any:
        return next(stream) if self.sync else self.run(anext(stream))

    def close(self, stream: Any) -> None:
        self.run(stream.close() if self.sync else stream.aclose())


@pytest.fixture(params=["sync", "async"])
def shell(request: pytest.FixtureRequest) -> Iterator[Shell]:
    if request.param == "sync":
        yield Shell(lambda value: value, True)
        return
    with asyncio.Runner() as runner:
        yield Shell(lambda value: runner.run(value) if asyncio.iscoroutine(value) else value, False)


ENDED = (StopIteration, StopAsyncIteration)


def test_items_come_one_by_one_and_the_end_closes(shell: Shell) -> None:
    stream, source = shell.stream(b'{"a": 1}\n{"a"', b": 2}\n")
    assert repr(stream) == f"<{type(stream).__name__} of ImageCreate: lines, open>"
    assert (shell.next(stream), shell.next(stream), source.closed, stream.closed) == ({"a": 1}, {"a": 2}, 0, False)
    for _ in range(2):
        with pytest.raises(ENDED):
            shell.next(stream)
    assert (source.closed, stream.closed, stream.response) == (1, True, ANSWER)
    assert repr(stream).endswith("lines, closed>")


def test_the_connection_is_closed_as_soon_as_all_has_come(shell: Shell) -> None:
    stream, source = shell.stream(b"[1]", b"", kind="json")
    assert (shell.next(stream), source.closed) == ([1], 0)
    stream, source = shell.stream(b"1", kind="json")  # a number ends with the stream
    assert (shell.next(stream), source.closed) == (1, 1)


def test_what_is_left_is_read_whole(shell: Shell) -> None:
    stream, _ = shell.stream(b'{"a": 1}{"a": 2}{"a": 3}')
    assert shell.next(stream) == {"a": 1}
    assert shell.run(stream.read()) == [{"a": 2}, {"a": 3}]


def test_an_error_that_ends_a_whole_reading_has_what_came(shell: Shell) -> None:
    stream, source = shell.stream(b"ab", b"c", StreamError("cut"), kind="bytes")
    with pytest.raises(StreamError) as caught:
        shell.run(stream.read())
    assert (str(caught.value), caught.value.partial, source.closed) == ("ImageCreate: cut", b"abc", 1)
    stream, _ = shell.stream(b'{"a": 1}{"error": "no"}')
    with pytest.raises(StreamError) as caught:
        shell.run(stream.read())
    assert caught.value.partial == [{"a": 1}]


def test_a_time_out_closes(shell: Shell) -> None:
    stream, source = shell.stream(b'{"a": 1}', RequestTimeout("late"), b'{"a": 2}')
    assert shell.next(stream) == {"a": 1}
    with pytest.raises(RequestTimeout, match="late"):
        shell.next(stream)
    with pytest.raises(ENDED):
        shell.next(stream)
    assert source.closed == 1


def test_an_interruption_leaves_it_open(shell: Shell) -> None:
    """An event loop takes KeyboardInterrupt to itself: a task meets a cancellation."""
    kind = KeyboardInterrupt if shell.sync else asyncio.CancelledError
    stream, source = shell.stream(kind(), b'{"a": 2}')
    with pytest.raises(kind):
        shell.next(stream)
    assert (source.closed, shell.next(stream)) == (0, {"a": 2})


def test_a_block_closes_it_and_what_came_is_lost(shell: Shell) -> None:
    stream, source = shell.stream(b'{"a": 1}{"a": 2}')

    async def entered() -> Any:
        async with stream as same:
            return await anext(same)

    if shell.sync:
        with stream as same:
            first = next(same)
    else:
        first = shell.run(entered())
    assert (first, source.closed) == ({"a": 1}, 1)
    with pytest.raises(ENDED):
        shell.next(stream)


def test_one_that_is_dropped_lets_go_of_its_source_which_closes_itself(shell: Shell) -> None:
    stream, source = shell.stream(b'{"a": 1}{"a": 2}')
    shell.next(stream)
    let_go = weakref.ref(source)
    del stream, source
    gc.collect()
    assert let_go() is None


@pytest.mark.parametrize(
    ("given", "sent"), [("né", "né".encode()), (b"a", b"a"), (bytearray(b"a"), b"a"), (memoryview(b"a"), b"a")]
)
def test_input_is_bytes_or_text(shell: Shell, given: Any, sent: bytes) -> None:
    talk, source = shell.duplex()
    shell.run(talk.write(given))
    shell.run(talk.close_stdin())
    assert source.sent == [sent, "the end"]


def test_a_number_is_no_input(shell: Shell) -> None:
    with pytest.raises(TypeError, match="an int cannot be written; expected bytes or text"):
        shell.run(shell.duplex()[0].write(5))


def test_what_is_closed_takes_no_input(shell: Shell) -> None:
    talk, source = shell.duplex()
    shell.close(talk)
    with pytest.raises(StreamError, match="this stream is closed: nothing can be written"):
        shell.run(talk.write(b"a"))
    assert source.sent == []


def test_a_terminal_is_sized_where_there_is_one(shell: Shell) -> None:
    sizes: list[tuple[int, int]] = []

    async def later(*size: int) -> None:
        sizes.append(size)  # type: ignore[arg-type]

    talk, _ = shell.duplex(resize=(lambda *size: sizes.append(size)) if shell.sync else later)
    shell.run(talk.resize(24, 80))
    assert sizes == [(24, 80)]
    with pytest.raises(StreamError, match="there is no terminal here"):
        shell.run(shell.duplex()[0].resize(24, 80))


KEY = "AAAAAAAAAAAAAAAAAAAAAA=="


def websocket(shell: Shell, *content: bytes | BaseException) -> tuple[Any, Any]:
    inner: Any = Script(*content) if shell.sync else AsyncScript(*content)
    opened = WebSocket(KEY, {"sec-websocket-accept": generate_accept_token(KEY.encode()).decode()})
    return (WebSocketSource if shell.sync else AsyncWebSocketSource)(inner, opened), inner


def test_a_websocket_gives_and_takes_messages(shell: Shell) -> None:
    peer = Connection(ConnectionType.SERVER)
    sent = [peer.send(event) for event in (Ping(b"x"), BytesMessage(b"a"), CloseConnection(code=1000))]
    source, inner = websocket(shell, *sent)
    stream = (Duplex if shell.sync else AsyncDuplex)(source, Reading("websocket", response=ANSWER))
    shell.run(stream.write(b"hello"))
    shell.run(stream.close_stdin())
    assert shell.run(stream.read()) == Output((Frame("stdout", b"a"),))
    for data in inner.sent:
        peer.receive_data(data)
    assert [type(event).__name__ for event in peer.events()] == ["BytesMessage", "CloseConnection"]
    assert inner.closed == 1


def test_a_websockets_error_comes_after_what_it_held(shell: Shell) -> None:
    peer = Connection(ConnectionType.SERVER)
    sent = peer.send(BytesMessage(b"a")) + peer.send(CloseConnection(code=1011, reason="no"))
    source, inner = websocket(shell, sent)
    assert shell.run(source.receive()) == b"a"
    for _ in range(2):
        with pytest.raises(StreamError, match="the WebSocket was closed with an error: 1011 no"):
            shell.run(source.receive())
    assert len(inner.sent) == 1
    source.close()
    assert inner.closed == 1


def test_an_archive_is_used_once() -> None:
    async def used() -> list[Any]:
        source = AsyncScript(b"ab", b"c")
        archive = AsyncArchive(source, {"name": "a"})  # type: ignore[arg-type]
        before = repr(archive)
        content = await archive.read()
        with pytest.raises(StreamError, match="was used or closed already"):
            await archive.read()
        return [before, content, repr(archive), source.closed]

    opened, used_up = "<AsyncArchive of 'a': open>", "<AsyncArchive of 'a': used or closed>"
    assert asyncio.run(used()) == [opened, b"abc", used_up, 1]


def test_an_archive_that_is_left_is_closed_and_one_that_is_dropped_lets_go_of_its_source() -> None:
    async def left() -> tuple[list[int], bool]:
        sources = [AsyncScript(b"ab", b"c") for _ in range(3)]
        archives: list[Any] = [AsyncArchive(source) for source in sources]  # type: ignore[arg-type]
        async with archives[0] as archive:
            chunks = aiter(archive)
            assert await anext(chunks) == b"ab"
            await chunks.aclose()
        await archives[1].aclose()
        with pytest.raises(StreamError, match="was used or closed already"):
            aiter(archives[1])
        let_go = weakref.ref(sources.pop())
        del archives, archive, chunks
        gc.collect()
        return [source.closed for source in sources], let_go() is None

    assert asyncio.run(left()) == ([1, 1], True)


def test_an_archive_is_unpacked_in_a_thread(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"content")

    async def unpacked() -> list[Any]:
        def archive() -> AsyncArchive:
            return AsyncArchive(AsyncScript(*tar_of(tmp_path / "a")))  # type: ignore[arg-type]

        names = [member.name for member in await archive().members()]
        await archive().extract(tmp_path / "down")
        return [names, (await archive().save(tmp_path / "a.tar")).stat().st_size]

    assert asyncio.run(unpacked()) == [["a"], 2048]
    assert (tmp_path / "down/a").read_bytes() == b"content"


def test_an_archive_whose_saving_is_cancelled_leaves_no_file(tmp_path: Path) -> None:
    class Silent(AsyncScript):
        """A source of one piece, and then of nothing until it is closed."""

        async def receive(self) -> bytes:  # type: ignore[override]
            if not self.content:
                waiting.set()
                await over.wait()
                raise StreamError("closed")
            return await super().receive()

        async def aclose(self) -> None:
            over.set()

    async def cancelled() -> None:
        nonlocal waiting, over
        waiting, over = asyncio.Event(), asyncio.Event()
        saving = asyncio.create_task(AsyncArchive(Silent(b"x" * 512)).save(tmp_path / "a.tar"))  # type: ignore[arg-type]
        await waiting.wait()
        saving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await saving

    waiting = over = asyncio.Event()
    asyncio.run(cancelled())
    assert list(tmp_path.iterdir()) == []


def test_an_async_stream_is_awaited_or_entered() -> None:
    async def opened() -> list[Any]:
        bodies = [Pieces(b'{"Action": "a"}'), Pieces(b'{"Action": "b"}', b"{}")]
        answers = iter(bodies)
        transport = httpx.MockTransport(lambda request: httpx.Response(200, stream=next(answers)))
        async with AsyncClient(transport=transport, version=None) as client:
            first = await client.stream("SystemEvents")
            actions = [event.Action async for event in first]
            async with client.stream("SystemEvents") as second:
                actions.append((await anext(second)).Action)
        return [actions, [body.closed for body in bodies]]

    assert asyncio.run(opened()) == [["a", "b"], [1, 1]]


# --- through a transport of the user's own --------------------------------------------------------------


def open_by(shell: Shell, handler: Callable[[httpx.Request], httpx.Response], operation: str, **arguments: Any) -> Any:
    """Open the answer of a handler."""

    async def awaited(client: AsyncClient) -> Any:
        return await client.stream(operation, **arguments)

    transport = httpx.MockTransport(handler)
    if shell.sync:
        return Client(transport=transport, version=None).stream(operation, **arguments)
    return shell.run(awaited(AsyncClient(transport=transport, version=None)))


class Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body in pieces that notes when it is closed; an exception in it is raised."""

    def __init__(self, *pieces: bytes | Exception) -> None:
        self.pieces, self.closed = pieces, 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in iter(self):
            yield piece

    def close(self) -> None:
        self.closed += 1

    async def aclose(self) -> None:
        self.closed += 1


def test_a_stream_comes_through_the_users_transport(shell: Shell) -> None:
    body = Pieces(b'{"Action": "a"}{"Ac', b"", b'tion": "b"}')
    stream = open_by(shell, lambda request: httpx.Response(200, stream=body), "SystemEvents")
    assert [event.Action for event in shell.run(stream.read())] == ["a", "b"]
    assert body.closed == 1


def test_one_of_these_that_is_dropped_or_closed_is_closed(shell: Shell) -> None:
    for closed in (True, False):
        body = Pieces(b'{"Action": "a"}', b'{"Action": "b"}')
        stream = open_by(shell, lambda request, body=body: httpx.Response(200, stream=body), "SystemEvents")  # type: ignore[misc]
        assert shell.next(stream).Action == "a"
        if closed:
            shell.close(stream)
        del stream
        gc.collect()
        end = time.monotonic() + 10
        while not body.closed and time.monotonic() < end:  # by a thread
            shell.run(asyncio.sleep(0.01) if not shell.sync else time.sleep(0.01))
        assert body.closed == 1


def test_one_about_to_be_opened_is_read_by_async_for_and_closed_where_that_is_left() -> None:
    bodies = [Pieces(b'{"Action": "a"}', b'{"Action": "b"}') for _ in range(2)]

    async def read() -> list[str]:
        left = iter(bodies)
        transport = httpx.MockTransport(lambda request: httpx.Response(200, stream=next(left)))
        async with AsyncClient(transport=transport, version="1.45") as client:
            async for event in client.stream("SystemEvents"):
                first = event.Action
                break
            return [first, *[event.Action async for event in client.stream("SystemEvents")]]

    assert asyncio.run(read()) == ["a", "a", "b"]
    assert [body.closed for body in bodies] == [1, 1]


def test_messages_are_no_body(shell: Shell) -> None:
    stream, _ = shell.stream(b'{"a": 1}')
    client: Any = (Client if shell.sync else AsyncClient)(transport=httpx.MockTransport(_taken), version="1.45")

    async def sent() -> Any:
        return await client.op("ImageLoad", body=stream)

    with pytest.raises(TypeError, match="the body's iterator returned a Result; expected bytes"):
        client.op("ImageLoad", body=stream) if shell.sync else shell.run(sent())


def _taken(request: httpx.Request) -> httpx.Response:
    request.read()
    return httpx.Response(200)


def test_one_that_outlives_its_loop_is_let_go() -> None:
    body = Pieces(b'{"Action": "a"}', b'{"Action": "b"}')
    with asyncio.Runner() as runner:
        shell = Shell(runner.run, False)
        stream = open_by(shell, lambda request: httpx.Response(200, stream=body), "SystemEvents")
    del stream
    gc.collect()
    assert body.closed == 0


@pytest.mark.parametrize(
    ("broken", "kind", "message"),
    [
        (httpx.ReadError("gone"), StreamError, "SystemEvents: the answer was cut after 15 bytes"),
        (
            httpx.ReadTimeout("late"),
            RequestTimeout,
            "SystemEvents: the answer stopped for longer than the time that was set (timeout=)",
        ),
    ],
)
def test_a_break_in_the_users_transport_is_translated(
    shell: Shell, broken: Exception, kind: type[Exception], message: str
) -> None:
    body = Pieces(b'{"Action": "a"}', broken)
    stream = open_by(shell, lambda request: httpx.Response(200, stream=body), "SystemEvents")
    assert shell.next(stream).Action == "a"
    with pytest.raises(kind) as caught:
        shell.next(stream)
    assert (str(caught.value), body.closed) == (message, 1)


def test_a_refusal_through_the_users_transport_is_one(shell: Shell) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("nothing there", request=request)

    with pytest.raises(ConnectionFailed):
        open_by(shell, refuse, "SystemEvents")


class Network:
    """The connection that a transport hands over after an upgrade; it has no socket, or a stand-in for one."""

    def __init__(self, *content: bytes | Exception, ends: list[int] | None = None) -> None:
        self.script, self.ends = Script(*content), ends

    def read(self, size: int, timeout: float | None) -> bytes:
        return self.script.receive()

    def write(self, data: bytes, timeout: float | None) -> None:
        if self.script.content and isinstance(self.script.content[0], Exception):
            raise self.script.content[0]
        self.script.send(data)

    def get_extra_info(self, name: str) -> Any:
        return self if self.ends is not None else None

    def shutdown(self, how: int) -> None:
        assert self.ends is not None
        self.ends.append(how)


class AsyncNetwork(Network):
    async def read(self, size: int, timeout: float | None) -> bytes:  # type: ignore[override]
        return super().read(size, timeout)

    async def write(self, data: bytes, timeout: float | None) -> None:  # type: ignore[override]
        super().write(data, timeout)


RAW = {"Content-Type": "application/vnd.docker.raw-stream"}


def upgraded(shell: Shell, *content: bytes | Exception, ends: list[int] | None = None) -> tuple[Any, Network]:
    network = (Network if shell.sync else AsyncNetwork)(*content, ends=ends)

    def handler(request: httpx.Request) -> httpx.Response:
        assert request.headers["upgrade"] == "tcp"
        return httpx.Response(101, headers=RAW, extensions={"network_stream": network})

    return open_by(shell, handler, "ContainerAttach", id="a", stream=True), network


def test_a_connection_that_the_transport_hands_over_is_talked_with(shell: Shell) -> None:
    for ends in (None, []):
        talk, network = upgraded(shell, b"hello", ends=ends)
        shell.run(talk.write("hi"))
        shell.run(talk.close_stdin())
        assert shell.run(talk.read()) == Output((Frame("stdout", b"hello"),))
        assert (network.script.sent, network.ends) == ([b"hi"], ends and [1])


def test_a_break_in_it_is_translated(shell: Shell) -> None:
    talk, _ = upgraded(shell, httpx.WriteError("gone"))
    with pytest.raises(StreamError, match="ContainerAttach: the connection broke: gone"):
        shell.run(talk.write("hi"))
    with pytest.raises(StreamError, match="ContainerAttach: the answer was cut"):
        shell.next(talk)


def test_a_transport_that_hands_nothing_over_is_read_only(shell: Shell) -> None:
    answer = httpx.Response(101, headers=RAW, content=b"hello")
    talk = open_by(shell, lambda request: answer, "ContainerAttach", id="a", stream=True)
    with pytest.raises(StreamError, match="this transport does not let a connection be taken over"):
        shell.run(talk.write("hi"))
    shell.run(talk.close_stdin())
    assert shell.run(talk.read()) == Output((Frame("stdout", b"hello"),))


def test_a_body_is_sent_through_the_users_transport(shell: Shell) -> None:
    async def async_handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=json.dumps({"stream": (await request.aread()).decode()}))

    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=json.dumps({"stream": request.read().decode()}))

    stream = open_by(shell, handler if shell.sync else async_handler, "ImageLoad", body=iter([b"a", b"b"]))  # type: ignore[arg-type]
    assert [message.stream for message in shell.run(stream.read())] == ["ab"]
