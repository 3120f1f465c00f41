"""Answers on their way in: what tells one from another, and what an open one is read by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import httpx

from dynclient.api.answer.interpret import FRAMED, RAW, is_binary, reported
from dynclient.api.call.bind import Bound, bind
from dynclient.api.call.encode import encode
from dynclient.api.model.operation import Operation
from dynclient.api.model.parts import is_json, is_sequence
from dynclient.client.conversation import Conversation
from dynclient.document import limits
from dynclient.engine.reach.versions import numbers
from dynclient.errors import Response, StreamError

if TYPE_CHECKING:
    from dynclient.client.conversation import Caller


class Gathered:
    """The pieces of a complete answer.

    Args:
        operation: whose it is, for the error.
    """

    def __init__(self, operation: str) -> None:
        self._operation, self._pieces, self._size = operation, list[bytes](), 0

    def add(self, piece: bytes) -> None:
        """Take a piece.

        Raises:
            Exceeded: it is too much.
        """
        self._pieces.append(piece)
        self._size += len(piece)
        if self._size > limits.ANSWER:
            self._pieces.clear()
            what = f"the answer has more than {limits.ANSWER // limits.MB} MB"
            raise limits.Exceeded(f"{what}; read it as it comes: client.stream(…)", operation=self._operation)

    def __bytes__(self) -> bytes:
        return self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)


def is_endless(bound: Bound) -> bool:
    """Return whether an operation's arguments make its answer endless."""
    rules = bound.operation.answer.endless
    return bool(rules) and all(bound.parameters.get(name) in values for name, values in rules.items())


def is_success(response: httpx.Response) -> bool:
    """Return whether an answer is what was asked for; that nothing had to be done is one too."""
    return response.status_code < 300 or response.status_code == httpx.codes.NOT_MODIFIED


def is_framed(response: httpx.Response) -> bool:
    """Return whether an answer says that its output comes in frames, which a terminal's does not."""
    return str(response.headers.get("content-type") or "").startswith(FRAMED)


def ends_anyhow(response: httpx.Response) -> bool:
    """Return whether an answer is whole however its connection ends.

    Who refuses without telling a length may hang up while it is still sent to, which is a reset.
    """
    return not is_success(response) and not {"content-length", "transfer-encoding"} & set(response.headers)


def response_meta(response: httpx.Response, operation: str, request: httpx.Request, address: str) -> Response:
    """Return what `response_of` returns for an answer."""
    return Response(response.status_code, response.headers, operation, request.method, request.url.path, address)


def opened_value(
    caller: Caller, bound: Bound, source: Any, response: Response, request: httpx.Request, stream: bool
) -> Conversation[Any]:
    """Return what an open answer is read by."""
    operation, kind = bound.operation, kind_of(bound.operation, response)
    if caller.options.strict:
        from dynclient.api.answer.strict import check_answer

        check_answer(operation, response, None)
    if kind == "tar" and not stream:
        if caller.options.progress is not False:
            from dynclient.client.progress import counted

            source = counted(source, caller.options.progress, operation)
        return caller.sender.as_archive(source, response, operation)
    from dynclient.api.answer.reading import Reading

    framed = yield from framed_output(caller, bound, response)
    reading = Reading(
        "bytes" if kind in ("session", "tar") else kind,
        framed=framed,
        response=response,
        shape=operation.shape if kind == operation.answer.kind else None,
        raise_failures=caller.options.stream_errors == "raise" and operation.answer.settled,
        endless=is_endless(bound),
        means=_meaning(caller, bound, response) if operation.registry else None,
    )
    if response.status != 101:
        return caller.sender.as_stream(source, reading)
    if kind == "websocket":
        from dynclient.engine.wire.websocket import WebSocket

        source = caller.sender.as_messages(source, WebSocket(request.headers["sec-websocket-key"], response.headers))
    return caller.sender.as_duplex(source, reading, _resizer(caller, bound))


def kind_of(operation: Operation, response: Response) -> str:
    """Return the kind of an open answer: the corrections' word, or else its own content type's."""
    media, answer = str(response.headers.get("content-type") or ""), operation.answer
    if answer.settled or not media:
        return answer.kind
    if is_sequence(media):
        return "lines"
    return "json" if is_json(media) and not is_binary(operation) else "bytes"


def _meaning(caller: Caller, bound: Bound, response: Response) -> Callable[[StreamError], StreamError]:
    """Return a function that tells a registry's failures, as an open stream reports them, from others."""
    from dynclient.client.logins import named

    def meaning(error: StreamError) -> StreamError:
        error = reported(caller.api, error, response)
        named(bound, error)
        return error

    return meaning


def framed_output(caller: Caller, bound: Bound, response: Response) -> Conversation[bool]:
    """Return whether output comes in frames: by the content type, or else by whether there is a tty."""
    kind, rule = str(response.headers.get("content-type") or ""), bound.operation.answer.framed
    # A proxy may drop the upgrade, and the engine then sends the content type of a terminal's output (E27).
    declined = bool(bound.operation.answer.upgrade) and response.status != 101
    told = numbers(caller.versions.name) >= numbers(rule.since) or not caller.versions.prefix if rule else True
    # Podman from 5.8 on says that it speaks 1.44, and yet sends logs without a content type (podman 27915).
    told = told and kind.startswith((FRAMED, RAW))
    if rule is None or (told and not declined):
        return kind.startswith(FRAMED)
    said: Any = bound.body
    if rule.operation:
        asked = caller.api.operations[rule.operation]
        names = [name for name in asked.path_names if name in bound.parameters]
        said = yield from caller.whole(encode(bind(asked, [bound.parameters[name] for name in names], {})))
    for step in rule.at:
        # What is no object says nothing of a terminal; whether frames came is seen where they are taken apart.
        said = said.get(step) if isinstance(said, Mapping) else None
    return not said


def _resizer(caller: Caller, bound: Bound) -> Any:
    name = bound.operation.answer.resize
    if not name or name not in caller.api.operations:
        return None
    where = tuple(bound.parameters[path] for path in bound.operation.path_names)
    return lambda height, width: caller.sender.drive(caller.call(name, where, {"h": height, "w": width}))
