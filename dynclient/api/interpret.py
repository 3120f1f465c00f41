"""An answer to a value or an error: decided by the operation's answer, the status and the content type."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Protocol

from dynclient.api.model import Api, Operation
from dynclient.api.parts import Answer, is_json
from dynclient.api.shape import ListShape
from dynclient.errors import APIError, InvalidAnswer, StreamError, StreamUnauthorized, error_for_status
from dynclient.result import Response, wrap

_LONGEST, _LONGEST_OWN = 300, 4000  # characters of a text that is in the message's place, and of the message
# What an engine calls output in frames, and a terminal's, since version 1.42; before that all output is the latter.
FRAMED, RAW = "application/vnd.docker.multiplexed-stream", "application/vnd.docker.raw-stream"


def interpret(
    api: Api, operation: Operation | None, response: Response, content: bytes, framed: bool | None = None
) -> Any:
    """Give the value of a complete answer.

    Args:
        api: whose rules on errors apply.
        operation: whose answer it is; None for a raw request, which is decided by the content type alone.
        response: status and headers.
        content: the whole body.
        framed: whether output comes in frames, where the content type does not tell.

    Raises:
        APIError: the status is an error's, or the content is not what the operation has to give.
        StreamError: a stream that was read to its end reports a failure.
    """
    if response.status == HTTPStatus.NOT_MODIFIED:
        return None
    if response.status >= 300:
        raise refusal(api, response, content)
    answer = operation.answer if operation else Answer("json")
    try:
        if framed is not None:
            return _output(content, framed)
        return _VALUES.get(answer.kind, _json)(operation, response, content)
    except StreamError as error:
        error.operation = error.operation or (response.operation or "")
        if (meant := reported(api, error, response)) is not error:
            raise meant from None
        raise


def reported(api: Api, error: StreamError, response: Response) -> StreamError:
    """Give what a failure that a stream reports stands for: one about credentials is an `Unauthorized` too."""
    for rule in api.meanings:
        if rule.means == HTTPStatus.UNAUTHORIZED and rule.fits(response.operation, HTTPStatus.OK, error.message):
            told: dict[str, Any] = {"partial": error.partial, "code": error.code, "operation": error.operation}
            return StreamUnauthorized(error.message, response=response, **told)
    return error


def partial_value(operation: Operation | None, content: bytes) -> Any:
    """Give what a cut answer held: the messages that came whole, the output, or the bytes where it is neither."""
    from dynclient.stream.frames import FrameDecoder, Output
    from dynclient.stream.lines import LineDecoder

    if operation is None or operation.answer.kind not in ("lines", "frames", "hijack"):
        return content
    lines = operation.answer.kind == "lines"
    decoder: _Decoder = LineDecoder() if lines else FrameDecoder()
    try:
        items = decoder.feed(content)
    except StreamError:
        return content
    rest, _ = _gathered(decoder, b"")
    return wrap(items + rest, ListShape(operation.shape)) if lines else Output(tuple(items + rest))


def refusal(api: Api, response: Response, content: bytes) -> APIError:
    """Give the error that an answer with an error's status stands for."""
    message = error_message(response, content)
    kind, status = error_for_status(response.status), response.status
    for rule in api.meanings:
        if isinstance(rule.means, int) and rule.fits(response.operation, status, message):
            kind = error_for_status(rule.means)
            break
    return kind(message, status=status, operation=response.operation or "", response=response)


def says(api: Api, error: APIError, meaning: str) -> bool:
    """Tell whether an engine's refusal means what corrections call by a word."""
    rules = (rule for rule in api.meanings if rule.means == meaning)
    return any(rule.fits(error.operation, error.status, error.message) for rule in rules)


def versions_told(api: Api, response: Response, content: bytes) -> Mapping[str, str] | None:
    """Return what an answer that refuses the URL's version tells of the `newest` and the `oldest`; None if it does not.

    Either is empty where it is not told.
    """
    message = error_message(response, content)
    for rule in api.meanings:
        if rule.means == "version" and rule.fits(None, response.status, message):
            found = rule.pattern.search(message)
            return {name: (found and found.groupdict().get(name)) or "" for name in ("newest", "oldest")}
    return None


def error_message(response: Response, content: bytes) -> str:
    """Give the engine's own message, or what is left of one: plain text, a page's title, the status's phrase."""
    text = content.decode("utf-8", "replace").strip()
    if text.startswith("{"):
        try:
            message = json.loads(text).get("message")
        except (ValueError, RecursionError):
            message = None
        if isinstance(message, str) and message.strip():
            return _short(message.strip(), _LONGEST_OWN)
    if page := _page(text):
        return page
    if location := response.headers.get("location"):
        return f"a redirect to {_short(location)}, which is never followed"
    return _short(text) or f"{_phrase(response.status)} (the answer has no body)"


def _page(text: str) -> str:
    """Name an HTML page by its title; nothing where a text is none."""
    if "<html" not in text[:500].lower() and "<!doctype" not in text[:100].lower():
        return ""
    title = re.search(r"<title>(.*?)</title>", text, re.IGNORECASE | re.DOTALL)
    said = " ".join(title[1].split()) if title else "no title"
    return f"an HTML page, not the engine's answer: {_short(said)}"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "unknown status"


def _short(text: str, longest: int = _LONGEST) -> str:
    return text if len(text) <= longest else f"{text[:longest]}… ({len(text)} characters)"


def _content_type(response: Response) -> str:
    return str(response.headers.get("content-type") or "")


def _invalid(response: Response, problem: str) -> InvalidAnswer:
    kind = _content_type(response) or "no content type"
    return InvalidAnswer(
        f"{problem} ({kind})", status=response.status, operation=response.operation or "", response=response
    )


def parse_json(response: Response, content: bytes) -> Any:
    """Read a JSON answer.

    Raises:
        InvalidAnswer: it is none.
    """
    try:
        # Always UTF-8, as RFC 8259 has it: json's own guess takes a zero byte for a sign of UTF-16.
        return json.loads(content.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise _invalid(response, f"the answer is no JSON, but {_glimpse(content)}") from error


def _glimpse(content: bytes) -> str:
    start = " ".join(content[:40].decode("utf-8", "replace").split())
    return f"{len(content)} bytes that begin with {start!r}"


def _json(operation: Operation | None, response: Response, content: bytes) -> Any:
    kind = _content_type(response)
    if not content.strip():
        return None
    if kind and not is_json(kind):
        text = content.decode("utf-8", "replace")
        if operation is not None and (page := _page(text)):
            raise _invalid(response, page)
        if operation is not None and operation.answer.schema is not None:
            raise _invalid(response, f"the answer is not JSON, but {_glimpse(content)}")
        return text if kind.startswith("text/") else content
    value = parse_json(response, content)
    if value is None and operation is not None and operation.gives_list:
        value = []  # the engine has null for a list that it never began (E01)
    shape = operation.shape if operation else None
    return wrap(value, shape, response)


def _lines(operation: Operation | None, response: Response, content: bytes) -> Any:
    from dynclient.stream.lines import LineDecoder, failure

    assert operation is not None
    messages, broken = _gathered(LineDecoder(), content)
    failures = (failure(message) for message in messages if isinstance(message, Mapping))
    if error := next(filter(None, failures), broken):
        error.partial = wrap(messages, ListShape(operation.shape), response)
        raise error
    if operation.answer.single and len(messages) == 1:
        return wrap(messages[0], operation.shape, response)
    return wrap(messages, ListShape(operation.shape), response)


def _frames(operation: Operation | None, response: Response, content: bytes) -> Any:
    return _output(content, _content_type(response).startswith(FRAMED))


def _output(content: bytes, framed: bool) -> Any:
    from dynclient.stream.frames import FrameDecoder, Output, RawDecoder

    decoder = FrameDecoder() if framed else RawDecoder()
    frames, broken = _gathered(decoder, content)
    output = Output(tuple(frames))
    if broken:
        broken.partial = output
        raise broken
    return output


class _Decoder(Protocol):
    def feed(self, data: bytes) -> list[Any]: ...

    def end(self) -> list[Any]: ...


def _gathered(decoder: _Decoder, content: bytes) -> tuple[list[Any], StreamError | None]:
    """Give everything that a decoder makes of a content, and the error that it ends with."""
    items: list[Any] = []
    try:
        items += decoder.feed(content)
        items += decoder.end()
    except StreamError as error:
        return items + (error.partial or []), error
    return items, None


def _hijack(operation: Operation | None, response: Response, content: bytes) -> Any:
    return _frames(operation, response, content) if is_output(response, content) else None


def is_output(response: Response, content: bytes) -> bool:
    """Tell whether an operation that takes the connection over gave output.

    Without an upgrade there may be none: the command of a detached exec runs on, of which Podman says an empty line.
    """
    return response.status == 101 or (bool(content) and not _content_type(response).startswith("text/"))


def _tar(operation: Operation | None, response: Response, content: bytes) -> Any:
    from dynclient.stream.archive import Archive, path_stat

    stat = response.headers.get(operation.answer.header) if operation and operation.answer.header else None
    return Archive(content, stat=path_stat(stat) if stat else None)


def _bytes(operation: Operation | None, response: Response, content: bytes) -> bytes:
    return content


def _text(operation: Operation | None, response: Response, content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _nothing(operation: Operation | None, response: Response, content: bytes) -> None:
    return None


def _header(operation: Operation | None, response: Response, content: bytes) -> Any:
    from dynclient.stream.archive import path_stat

    assert operation is not None
    value = response.headers.get(operation.answer.header)
    if value is None:
        raise _invalid(response, f"the answer lacks its header {operation.answer.header}")
    try:
        return wrap(path_stat(value), operation.shape, response)
    except InvalidAnswer as error:
        raise _invalid(response, error.message) from error


_VALUES = {
    "json": _json,
    "lines": _lines,
    "frames": _frames,
    "hijack": _hijack,
    "tar": _tar,
    "bytes": _bytes,
    "text": _text,
    "empty": _nothing,
    "header": _header,
}
