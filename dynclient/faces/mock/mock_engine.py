"""A mock of the engine: an httpx transport that answers every operation of a document, for tests and for trying out."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import json
import threading
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple, Self

import httpx

from dynclient.api.answer.frames import Frame, encoded
from dynclient.api.answer.interpret import FRAMED
from dynclient.api.answer.lines import failure
from dynclient.api.answer.output import Output
from dynclient.api.call.bind import arriving
from dynclient.api.model.operation import Api, Operation
from dynclient.api.public import api_of, document_of
from dynclient.client.negotiation import PING
from dynclient.document.legible import one_line
from dynclient.document.pickled import made, named
from dynclient.engine.wire.websocket import Served, serve_accept
from dynclient.errors import ArgumentError, DynclientError
from dynclient.faces.mock.received import reader_of
from dynclient.faces.mock.sample import answer_of

_MEDIA = {"json": "application/json", "lines": "application/json", "text": "text/plain; charset=utf-8"}
_MEDIA |= {"frames": FRAMED, "hijack": FRAMED, "tar": "application/x-tar", "bytes": "application/octet-stream"}
_TALKED = ("hijack", "websocket", "session")
_PATIENCE = 1.0  # seconds that the end of input is waited for, which a test may forget
_EMPTY_TAR = bytes(1024)  # two blocks of zeros are the end of an archive (POSIX.1-2017, pax)


class UnexpectedCall(DynclientError, AssertionError):
    """A call for which the mock has no answer."""


@dataclass(frozen=True, repr=False)
class Call:
    """One call that the mock has had.

    Attributes:
        operation: the operation's id.
        arguments: what was given, by published name: the parameters, and the properties of a JSON object's body.
        body: the whole body: JSON as its value, anything else as bytes, or None.
        request: the request itself.
        written: what was written to a connection that the mock let be taken over.
    """

    operation: str
    arguments: Mapping[str, Any]
    body: Any
    request: httpx.Request
    written: bytearray = field(default_factory=bytearray)

    def __repr__(self) -> str:
        # By name alone: a value may be a secret, and a body long.
        return f"<Call {self.operation}({', '.join(self.arguments)})>"


class _Rule(NamedTuple):
    operation: Operation
    answer: Any
    status: int | None
    headers: Mapping[str, str]
    left: list[None]  # as many items as times that it may be used; empty and `bounded`: it is used up
    bounded: bool
    arguments: Mapping[str, Any]

    def fits(self, call: Call) -> bool:
        if call.operation != self.operation.id or (self.bounded and not self.left):
            return False
        given = {self.operation.body_name: call.body, **call.arguments}
        return all(name in given and given[name] == value for name, value in self.arguments.items())


class MockEngine(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """An httpx transport that answers every operation of a document, checked by openapi-core, without an engine.

    What is not set by `on` is answered from the document: by its examples, or by values made from its schemas. Nothing
    is kept between calls: a container that was created is not in the list.

    Args:
        spec: the document, as for a client.
        corrections: the path of corrections of your own, as for a client.
        unexpected: what becomes of a call without an answer set by `on`: `answer` it from the document, or `fail`.

    Raises:
        SpecError: the document cannot be used.

    Example:
        >>> from dynclient import Client, MockEngine
        >>> mock = MockEngine().on("ContainerInspect", {"State": {"Running": True}}, id="web")
        >>> client = Client(transport=mock)
        >>> client.container.inspect("web").State.Running
        True
        >>> [call.operation for call in mock.calls]
        ['ContainerInspect']
    """

    def __init__(
        self,
        spec: str | PathLike[str] | None = None,
        *,
        corrections: str | PathLike[str] | None = None,
        unexpected: str = "answer",
    ) -> None:
        if unexpected not in ("answer", "fail"):
            raise ValueError(f"unexpected={unexpected!r}: expected 'answer' or 'fail'")
        self._api: Api = api_of(document_of(spec, corrections))
        self._unexpected = unexpected
        self._rules: list[_Rule] = []
        self._samples: dict[str, tuple[int, Any]] = {}
        self.calls: list[Call] = []

    def __reduce__(self) -> tuple[Any, ...]:
        rules = [(rule.operation.id, *rule[1:]) for rule in self._rules]
        calls = [vars(call) for call in self.calls]
        state = {"_api": self._api.document, "_rules": rules, "calls": calls, "_samples": {}}
        return made, (named(type(self)),), vars(self) | state

    def __setstate__(self, state: dict[str, Any]) -> None:
        api = api_of(state["_api"])
        rules = [_Rule(api.operations[operation], *rest) for operation, *rest in state["_rules"]]
        vars(self).update(state | {"_api": api, "_rules": rules, "calls": [Call(**each) for each in state["calls"]]})

    def on(
        self,
        operation: str,
        answer: Any = ...,
        /,
        *,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        times: int | None = None,
        **arguments: Any,
    ) -> Self:
        """Set an answer; of several that fit, the one that was set last is given.

        Args:
            operation: the operation's id.
            answer: the value, as a client would give it: a dict or list; for a stream of messages an iterable of dicts;
                for output an `Output`, or an iterable of `Frame`s, bytes or text; bytes; None for an empty answer.
                Or an error's status (400 and above). Or an exception, which is raised. Or an `httpx.Response`. Or a
                function that is given the `Call` and gives any of these. Left out: the document's own.
            status: the status, in place of the one in the document; with an error's, `answer` may be its message.
            headers: further headers of the answer.
            times: for how many calls it holds, or None: for all.
            arguments: the call's arguments that it holds for, written as in a call; others may be given besides.

        Raises:
            UnknownOperation: there is none of this id.
            InvalidArguments: the operation takes no such argument, or not with this value; a ValueError.
        """
        found = self._api.operations[operation]
        wanted = arriving(found, arguments)
        left = [None] * (times or 0)
        self._rules.append(_Rule(found, answer, status, headers or {}, left, times is not None, wanted))
        return self

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of a `Client`."""
        return self._handle(request, request.read(), _Line)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of an `AsyncClient`."""
        return self._handle(request, await request.aread(), _AsyncLine)

    def __enter__(self) -> Self:
        return self

    async def __aenter__(self) -> Self:
        return self

    def __repr__(self) -> str:
        document = self._api.document
        return one_line(f"<MockEngine of {document.title} {document.version}: {len(self.calls)} calls>", 2000)

    def _handle(self, request: httpx.Request, content: bytes, line: type[_Line | _AsyncLine]) -> httpx.Response:
        path, _, query = request.url.raw_path.decode("ascii").partition("?")
        headers = request.headers.multi_items()
        if (routed := reader_of(self._api).route(request.method, path, query, headers)) is None:
            return self._refusal(404, "page not found")
        operation, values = routed
        call, faults = self._read(operation, values, query, request, content)
        for other in reader_of(self._api).alike(operation) if self._rules and not self._has_rule(call) else ():
            # Nothing but a rule tells which of two operations is meant whose paths differ in names alone.
            named = dict(zip(other.path_names, values.values(), strict=False))
            another, wrong = self._read(other, named, query, request, content)
            if not wrong and self._has_rule(another):
                operation, call, faults = other, another, wrong
        if path == PING and self._api.versioned:  # what a client asks before its first call
            return self._success(operation, call, ..., None, {}, line)
        self.calls.append(call)
        if faults:
            return self._refusal(400, "; ".join(map(str, faults)))
        return self._answered(operation, call, line)

    def _read(
        self, operation: Operation, values: Mapping[str, str], query: str, request: httpx.Request, content: bytes
    ) -> tuple[Call, list[ArgumentError]]:
        headers = request.headers.multi_items()
        read = reader_of(self._api).read(operation, values, query=query, headers=headers, content=content)
        own = read.body if operation.body is not None and operation.body.is_object else None
        given = read.parameters if read.body is None else {**read.parameters, operation.body_name: read.body}
        # The parameter wins where a property has its name, as in a call.
        arguments = {**read.parameters, **own, **read.parameters} if isinstance(own, dict) else given
        return Call(operation.id, arguments, read.body, request), read.faults

    def _has_rule(self, call: Call) -> bool:
        return any(rule.fits(call) for rule in self._rules)

    def _answered(self, operation: Operation, call: Call, line: type[_Line | _AsyncLine]) -> httpx.Response:
        rule = next((rule for rule in reversed(self._rules) if rule.fits(call)), None)
        if rule is None:
            if self._unexpected == "fail":
                raise UnexpectedCall(f"the mock has no answer for {call!r}: set one by on({operation.id!r}, …)")
            rule = _Rule(operation, ..., None, {}, [], False, {})
        if rule.left:
            rule.left.pop()
        answer, status = rule.answer, rule.status
        while callable(answer) and not isinstance(answer, type):
            answer = answer(call)
        if isinstance(answer, BaseException) or (isinstance(answer, type) and issubclass(answer, BaseException)):
            raise answer
        if isinstance(answer, httpx.Response):
            return answer
        if status is None and isinstance(answer, int) and not isinstance(answer, bool) and 400 <= answer <= 599:
            answer, status = ..., answer
        if status is not None and status >= 400:
            return self._refusal(status, _message(operation, status, answer), rule.headers)
        return self._success(operation, call, answer, status, rule.headers, line)

    def _success(
        self,
        operation: Operation,
        call: Call,
        answer: Any,
        status: int | None,
        headers: Mapping[str, str],
        line: type[_Line | _AsyncLine],
    ) -> httpx.Response:
        kind = operation.answer.kind
        if operation.id not in self._samples:
            self._samples[operation.id] = answer_of(operation)
        declared, example = self._samples[operation.id]
        if answer is ...:
            answer = _made(operation, example)
        headers = {**self._headers(operation), **headers}
        if kind == "header":
            stat = base64.b64encode(json.dumps(answer).encode()).decode()
            return httpx.Response(status or declared, headers={operation.answer.header: stat, **headers})
        if kind in _TALKED and "upgrade" in call.request.headers:
            return _taken_over(kind, call, answer, headers, line)
        if operation.method == "HEAD" or answer is None:
            bare = {name: value for name, value in headers.items() if name != "Content-Type"}
            return httpx.Response(status or declared, headers=bare)
        if kind == "json" and isinstance(answer, bytes):  # a file, where a framework says JSON of whatever it gives
            headers["Content-Type"], kind = _MEDIA["bytes"], "bytes"
        content = _content(kind, answer)
        if operation.answer.header:  # the archive of a path, whose header tells of it
            stat = base64.b64encode(json.dumps({"name": "mock", "size": 0, "mode": 0o644}).encode()).decode()
            headers = {operation.answer.header: stat, **headers}
        if isinstance(content, bytes):
            return httpx.Response(status or declared, headers=headers, content=content)
        return httpx.Response(status or declared, headers=headers, stream=_Pieces(content))

    def _headers(self, operation: Operation) -> dict[str, str]:
        media = _MEDIA.get(operation.answer.kind)
        return {**self._version, **({"Content-Type": media} if media else {})}

    @property
    def _version(self) -> dict[str, str]:
        """Return the headers in which an engine names its version (spec/REALITY.md, E71)."""
        return {"Api-Version": self._api.document.version} if self._api.versioned else {}

    def _refusal(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        content = json.dumps({"message": message}).encode()
        kind = {"Content-Type": "application/json"}
        return httpx.Response(status, headers={**self._version, **kind, **(headers or {})}, content=content)


def _message(operation: Operation, status: int, answer: Any) -> str:
    """Return an error's message: the one that was set, or the document's words on the status."""
    if isinstance(answer, str):
        return answer
    node = operation.node.get("responses", {}).get(str(status), {})
    return str(node.get("description") or f"the mock was told to answer {status}")


def _made(operation: Operation, example: Any) -> Any:
    """Return the answer of an operation for which none was set."""
    kind = operation.answer.kind
    if kind in ("frames", "hijack", "websocket", "session"):
        return b""
    if kind in ("tar", "bytes"):
        return _EMPTY_TAR if kind == "tar" else b""
    if kind == "text":
        return "OK"
    if kind == "lines" and isinstance(example, dict):
        return {name: value for name, value in example.items() if failure({name: value}) is None}
    return None if kind == "empty" else example


def _content(kind: str, answer: Any) -> bytes | Iterable[bytes] | AsyncIterable[bytes]:
    """Return the body of an answer, whole or in pieces."""
    if kind == "json":
        return json.dumps(answer).encode()
    if kind == "lines" and isinstance(answer, Mapping):
        return _line(answer)
    if isinstance(answer, Output):
        answer = answer.frames
    if isinstance(answer, PathLike):
        answer = Path(answer).read_bytes()
    encode: Callable[[Any], bytes] = {"lines": _line, "frames": _frame, "hijack": _frame}.get(kind, _plain)
    if isinstance(answer, (bytes, str, Frame)):
        return encode(answer)
    if isinstance(answer, list):
        return b"".join(map(encode, answer))
    if hasattr(answer, "__aiter__"):
        return (encode(item) async for item in answer)
    return (encode(item) for item in answer)


def _line(message: Any) -> bytes:
    return json.dumps(message).encode() + b"\r\n"


def _plain(piece: Any) -> bytes:
    if isinstance(piece, Frame):
        piece = piece.data
    return piece.encode() if isinstance(piece, str) else bytes(piece)


def _frame(piece: Any) -> bytes:
    """Return a frame's bytes; what is no `Frame` was written to standard output."""
    frame = piece if isinstance(piece, Frame) else Frame("stdout", _plain(piece))
    return encoded(frame) if frame.data else b""


class _Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that is made while it is read."""

    def __init__(self, pieces: Any) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return iter(_blocking(self._pieces))

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in _awaited(self._pieces):
            yield piece


def _blocking(pieces: Any) -> Iterable[bytes]:
    if hasattr(pieces, "__aiter__"):
        raise DynclientError("this answer is made by an async iterator, which only an AsyncClient reads")
    return (pieces,) if isinstance(pieces, bytes) else pieces


async def _awaited(pieces: Any) -> AsyncIterator[bytes]:
    if hasattr(pieces, "__aiter__"):
        async for piece in pieces:
            yield piece
    else:
        for piece in _blocking(pieces):
            yield piece


# --- connections that are taken over


def _taken_over(
    kind: str, call: Call, answer: Any, headers: Mapping[str, str], line: type[_Line | _AsyncLine]
) -> httpx.Response:
    """Return the answer that lets a connection be taken over, and what then talks on it."""
    protocol = call.request.headers["upgrade"]
    headers = {"Connection": "Upgrade", "Upgrade": protocol, **headers}
    content = _content("hijack" if kind == "hijack" else "bytes", answer)
    hear: Callable[[bytes], bytes] = bytes
    if kind == "websocket":
        headers["Sec-WebSocket-Accept"] = serve_accept(call.request.headers.get("sec-websocket-key", ""))
        served = Served()
        content, hear = _messages(served, content), served.heard
    return httpx.Response(101, headers=headers, extensions={"network_stream": line(content, call, hear)})


def _messages(served: Served, content: Any) -> Any:
    """Return content as the messages of a WebSocket, and its end after the last."""
    if not hasattr(content, "__aiter__"):
        return (served.message(piece) for piece in itertools.chain(filter(None, _blocking(content)), (b"",)))

    async def later() -> AsyncIterator[bytes]:
        async for piece in content:
            if piece:
                yield served.message(piece)
        yield served.message(b"")

    return later()


class _Talk:
    """The mock's side of a connection that was taken over: it says what was set, and keeps what it hears.

    Where it has something to hear it ends after that, as a command does that reads its input.

    Args:
        content: what it says.
        call: what keeps what is written to it.
        hear: gives of what is written what is to be kept.
    """

    def __init__(self, content: Any, call: Call, hear: Callable[[bytes], bytes]) -> None:
        self._content, self._call, self._hear = content, call, hear

    def _heard(self, data: bytes) -> None:
        self._call.written.extend(self._hear(data))

    @property
    def _is_spoken_to(self) -> bool:
        return bool(self._call.written) or self._call.arguments.get("stdin") is True

    def get_extra_info(self, name: str) -> Self:
        """Return what is told the end of the input, as a socket is."""
        return self


class _Line(_Talk):
    def __init__(self, content: Any, call: Call, hear: Callable[[bytes], bytes]) -> None:
        super().__init__(content, call, hear)
        self._pieces, self._ended = iter(_blocking(content)), threading.Event()

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if (piece := next((piece for piece in self._pieces if piece), b"")) or not self._is_spoken_to:
            return piece
        self._ended.wait(_PATIENCE)
        return b""

    def write(self, data: bytes, timeout: float | None = None) -> None:
        self._heard(data)

    def shutdown(self, how: int) -> None:
        self._ended.set()

    def close(self) -> None:
        self._ended.set()


class _AsyncLine(_Talk):
    def __init__(self, content: Any, call: Call, hear: Callable[[bytes], bytes]) -> None:
        super().__init__(content, call, hear)
        self._pieces, self._ended = aiter(_awaited(content)), asyncio.Event()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        await asyncio.sleep(0)  # a task that writes has its turn, as it has while an engine is waited for
        async for piece in self._pieces:
            if piece:
                return piece
        if self._is_spoken_to:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), _PATIENCE)
        return b""

    async def write(self, data: bytes, timeout: float | None = None) -> None:
        self._heard(data)

    def shutdown(self, how: int) -> None:
        self._ended.set()

    async def aclose(self) -> None:
        self._ended.set()
