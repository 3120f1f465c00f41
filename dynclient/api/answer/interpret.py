"""From a complete answer to a value or an error, by the operation, the status and the content type."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Protocol

from dynclient.api.answer.result import wrap
from dynclient.api.model.operation import Api, Operation
from dynclient.api.model.parts import Answer, bare, is_json, is_sequence
from dynclient.api.model.schema import deref, types_of
from dynclient.api.model.shape import ListShape
from dynclient.document import limits
from dynclient.errors import (
    APIError,
    InvalidAnswer,
    NotFound,
    Response,
    StreamError,
    StreamUnauthorized,
    error_for_status,
)

_RAW_ANSWER = Answer("json")  # for a request that no document describes
_PAGES = ("text/html", "application/xhtml+xml")
_LONGEST, _LONGEST_OWN = 300, 4000  # characters of a text that stands in for a message, and of a message
# The types of output in frames and of a terminal's output since version 1.42; before that the latter is used for both.
FRAMED, RAW = "application/vnd.docker.multiplexed-stream", "application/vnd.docker.raw-stream"


def interpret(
    api: Api, operation: Operation | None, response: Response, content: bytes, framed: bool | None = None
) -> Any:
    """Return the value of a complete answer.

    Args:
        api: the API, whose error rules apply.
        operation: the operation; None for a raw request, whose answer is read by its content type alone.
        response: status and headers.
        content: the whole body.
        framed: whether output is in frames, if the content type does not say.

    Raises:
        APIError: the status is an error's, or the content does not fit the operation.
        StreamError: a stream that was read to its end reports a failure.
    """
    if response.status == HTTPStatus.NOT_MODIFIED:
        return None
    if response.status >= 300:
        if response.status < 400 and operation is not None and operation.declares(response.status):
            return _redirect(response, content)
        raise refusal(api, response, content)
    answer = operation.answer if operation else _RAW_ANSWER
    # The bytes are checked first, as that settles most answers.
    if b"<" in content[:500] and (page := foreign_page(operation, response, content)):
        raise _invalid(response, page, content)
    try:
        if framed is not None:
            return _output(content, framed)
        return (_VALUES.get(answer.kind, _told) if answer.settled else _told)(operation, response, content)
    except StreamError as error:
        error.operation = error.operation or (response.operation or "")
        if (meant := reported(api, error, response)) is not error:
            raise meant from None
        raise


def foreign_page(operation: Operation | None, response: Response, content: bytes) -> str:
    """Return the words of an HTML page, such as a proxy's or a login's, in place of an answer; empty if there is none.

    If the document leaves the answer open, a page may be the answer.
    """
    return _page(_decoded(response, content)) if is_foreign(operation, response) else ""


def is_foreign(operation: Operation | None, response: Response) -> bool:
    """Return whether an answer is labelled HTML, which its operation does not declare."""
    kind = _content_type(response)
    if operation is None or bare(kind) not in _PAGES or operation.answer.declares(kind):
        return False
    answer = operation.answer
    return answer.settled or not answer.media or not is_open(answer)


# Keywords that constrain nothing; FastAPI adds a title to a schema for anything.
_ANNOTATIONS = {"title", "description", "default", "example", "examples", "deprecated", "readOnly", "$comment"}


def is_open(answer: Answer) -> bool:
    """Return whether a document leaves an answer's type open."""
    return not answer.schema or answer.schema.keys() <= _ANNOTATIONS


def reported(api: Api, error: StreamError, response: Response) -> StreamError:
    """Return the error for a failure that a stream reports; one about credentials is an `Unauthorized` too."""
    for rule in api.meanings:
        if rule.means == HTTPStatus.UNAUTHORIZED and rule.fits(response.operation, HTTPStatus.OK, error.message):
            about: dict[str, Any] = {"partial": error.partial, "code": error.code, "operation": error.operation}
            return StreamUnauthorized(error.message, response=response, **about)
    return error


def partial_value(operation: Operation | None, content: bytes) -> Any:
    """Return the value of a cut answer: its complete messages, its output, or else its bytes."""
    from dynclient.api.answer.frames import FrameDecoder
    from dynclient.api.answer.lines import LineDecoder
    from dynclient.api.answer.output import Output

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
    """Return the error for an answer with an error's status."""
    message = error_message(response, content)
    kind, status = error_for_status(response.status), response.status
    if kind is NotFound and api.document.engine and _page(_decoded(response, content)):
        kind = APIError  # the page of a web server in front of the engine, which knows nothing of the object
    for rule in api.meanings:
        if isinstance(rule.means, int) and rule.fits(response.operation, status, message):
            kind = error_for_status(rule.means)
            break
    return kind(message, status=status, operation=response.operation or "", response=response, content=content)


def says(api: Api, error: APIError, meaning: str) -> bool:
    """Return whether an engine's refusal has a meaning that corrections name, such as `no-image`."""
    rules = (rule for rule in api.meanings if rule.means == meaning)
    return any(rule.fits(error.operation, error.status, error.message) for rule in rules)


def versions_told(api: Api, response: Response, content: bytes) -> Mapping[str, str] | None:
    """Return the versions in an answer that refuses the URL's version; None if it does not.

    `newest` or `oldest` is empty if the answer does not name it.
    """
    message = error_message(response, content)
    for rule in api.meanings:
        if rule.means == "version" and rule.fits(None, response.status, message):
            found = rule.pattern.search(message)
            return {name: (found and found.groupdict().get(name)) or "" for name in ("newest", "oldest")}
    return None


def error_message(response: Response, content: bytes) -> str:
    """Return the engine's message, or else the answer's text, a page's title, or the status's phrase."""
    from dynclient.api.answer.refused import words_of
    from dynclient.errors import body_of

    text = _decoded(response, content).strip()
    body = body_of(content) if text.startswith(("{", '"')) else None
    if body != text and (message := words_of(body)):
        return _short(message, _LONGEST_OWN)
    if page := _page(text):
        return page
    if location := response.headers.get("location"):
        return f"a redirect to {_short(location)}, which is not followed"
    return _short(text) or f"{_phrase(response.status)} (the answer has no body)"


def _page(text: str) -> str:
    """Return the words of an HTML page; empty for any other text."""
    if "<html" not in text[:500].lower() and "<!doctype" not in text[:100].lower():
        return ""
    from dynclient.api.answer.refused import page_words

    return f"an HTML page, not the API's answer: {_short(page_words(text) or 'no title')}"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "unknown status"


def _short(text: str, longest: int = _LONGEST) -> str:
    return text if len(text) <= longest else f"{text[:longest]}… ({len(text)} characters)"


def _content_type(response: Response) -> str:
    return str(response.headers.get("content-type") or "")


def _decoded(response: Response, content: bytes) -> str:
    """Decode a text with the charset that its content type names; UTF-8 if it names no known one."""
    found = re.search(r"""charset\s*=\s*["']?([\w.:-]+)""", _content_type(response), re.IGNORECASE)
    try:
        return content.decode(found[1] if found else "utf-8", "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def _invalid(response: Response, problem: str, content: bytes = b"") -> InvalidAnswer:
    kind = _content_type(response) or "no content type"
    about: dict[str, Any] = {"operation": response.operation or "", "response": response, "content": content}
    return InvalidAnswer(f"{problem} ({kind})", status=response.status, **about)


def parse_json(response: Response, content: bytes) -> Any:
    """Parse a JSON answer.

    Raises:
        InvalidAnswer: it is not JSON.
    """
    try:
        # Always UTF-8 (RFC 8259): json's own detection takes a zero byte as a sign of UTF-16.
        return json.loads(content.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        limit = limits.of_json(error)
        problem = (
            f"the answer {limit}: {_glimpse(content)}" if limit else f"the answer is not JSON, but {_glimpse(content)}"
        )
        raise _invalid(response, problem, content) from error


def _glimpse(content: bytes) -> str:
    start = " ".join(content[:40].decode("utf-8", "replace").split())
    return f"{len(content)} bytes that begin with {start!r}"


def _told(operation: Operation | None, response: Response, content: bytes) -> Any:
    """Return the value of an answer by its own content type."""
    kind, answer = _content_type(response), operation.answer if operation else _RAW_ANSWER
    if operation is not None and is_binary(operation):
        return content
    if is_sequence(kind) or (not kind and answer.kind == "lines"):
        return _sequence(operation, response, content)
    if is_json(kind) or (not kind and answer.kind not in ("text", "bytes")):
        return _json(operation, response, content)
    if not kind:
        return _decoded(response, content) if answer.kind == "text" else content
    if answer.kind in ("text", "bytes"):
        return _decoded(response, content) if kind.startswith("text/") else content
    if is_open(answer) or answer.declares(kind):
        return _plain(response, content)
    return _undeclared(operation, response, content)


def _undeclared(operation: Operation | None, response: Response, content: bytes) -> Any:
    """Return the value of an answer that is JSON of another type, or text for which the document has a string.

    Raises:
        InvalidAnswer: it is neither, and the document declares JSON.
    """
    assert operation is not None
    if not content.strip():
        return None
    types = types_of(deref(operation.answer.schema, operation.document.resolve))
    if _content_type(response).startswith("text/") and "string" in types:
        return _decoded(response, content)
    try:
        return _json(operation, response, content)
    except InvalidAnswer as error:
        if "*/*" in operation.answer.media:
            return _plain(response, content)
        problem = f"the answer is not JSON, but {_glimpse(content)}"
        raise _invalid(response, problem, content) from error.__cause__


def _plain(response: Response, content: bytes) -> Any:
    if not content.strip():
        return None
    return _decoded(response, content) if _content_type(response).startswith("text/") else content


def is_binary(operation: Operation) -> bool:
    """Return whether the document declares an answer to be a file, of any media type."""
    schema = operation.answer.schema
    return bool(schema) and deref(schema, operation.document.resolve).get("format") == "binary"


def _json(operation: Operation | None, response: Response, content: bytes) -> Any:
    if not content.strip():
        return None
    try:
        value = parse_json(response, content)
    except InvalidAnswer:
        if operation is None or not operation.answer.sequence:
            raise
        return _sequence(operation, response, content)  # Kubernetes labels a watch as JSON too
    if value is None and operation is not None and operation.gives_list:
        value = []  # the engine returns null for an empty list (spec/REALITY.md, E01)
    shape = operation.shape if operation else None
    return wrap(value, shape, response)


def _sequence(operation: Operation | None, response: Response, content: bytes) -> Any:
    """Return the items of a sequence of JSON values, or of events."""
    from dynclient.api.answer.lines import sequence_decoder

    items, broken = _gathered(sequence_decoder(_content_type(response)), content)
    items = wrap(items, ListShape(operation.shape if operation else None), response)
    if broken:
        broken.partial = items
        raise broken
    return items


def _lines(operation: Operation | None, response: Response, content: bytes) -> Any:
    from dynclient.api.answer.lines import LineDecoder, failure

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
    from dynclient.api.answer.frames import FrameDecoder, RawDecoder
    from dynclient.api.answer.output import Output

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
    """Decode a whole content; return the items, and the error at its end or None."""
    items: list[Any] = []
    try:
        items += decoder.feed(content)
        items += decoder.end()
    except StreamError as error:
        return items + (error.partial or []), error
    return items, None


def _redirect(response: Response, content: bytes) -> Any:
    """Return the value of a redirect that the operation declares: its JSON, or its target."""
    if is_json(_content_type(response)) and content.strip():
        return wrap(parse_json(response, content), None, response)
    return wrap({"location": response.headers.get("location")}, None, response)


def _hijack(operation: Operation | None, response: Response, content: bytes) -> Any:
    return _frames(operation, response, content) if is_output(response, content) else None


def is_output(response: Response, content: bytes) -> bool:
    """Return whether an operation that upgrades the connection returned output.

    Without an upgrade there may be none, as for a detached exec, to which Podman answers with an empty line.
    """
    return response.status == 101 or (bool(content) and not _content_type(response).startswith("text/"))


def _tar(operation: Operation | None, response: Response, content: bytes) -> Any:
    from dynclient.api.answer.archive import Archive, path_stat

    stat = response.headers.get(operation.answer.header) if operation and operation.answer.header else None
    return Archive(content, stat=path_stat(stat) if stat else None)


def _bytes(operation: Operation | None, response: Response, content: bytes) -> bytes:
    return content


def _text(operation: Operation | None, response: Response, content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _nothing(operation: Operation | None, response: Response, content: bytes) -> None:
    return None


def _header(operation: Operation | None, response: Response, content: bytes) -> Any:
    from dynclient.api.answer.archive import path_stat

    assert operation is not None
    value = response.headers.get(operation.answer.header)
    if value is None:
        raise _invalid(response, f"the answer lacks its header {operation.answer.header}")
    try:
        return wrap(path_stat(value), operation.shape, response)
    except InvalidAnswer as error:
        raise _invalid(response, error.message) from error


_VALUES = {
    "json": _told,
    "lines": _lines,
    "frames": _frames,
    "hijack": _hijack,
    "tar": _tar,
    "bytes": _bytes,
    "text": _text,
    "empty": _nothing,
    "header": _header,
}
