"""Streams of JSON values, with line ends, record separators or nothing between them."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Mapping
from typing import Any

from dynclient.document import limits
from dynclient.document.legible import cut
from dynclient.errors import StreamError

_GAP = re.compile(r"[ \t\r\n\x1e]*")  # RFC 8259, section 2; in RFC 7464 a record separator precedes each value
# The next significant character, inside a string and outside. Possessive, to avoid backtracking.
_INSIDE = re.compile(r'(?:[^"\\\x1e]++|\\.)*+(["\\\x1e])', re.DOTALL)
_OUTSIDE = re.compile(r'"(?:[^"\\\x1e]++|\\.)*+"|(["{}\[\]\x1e])', re.DOTALL)
_SCALAR_END = re.compile(r'[ \t\r\n\x1e{}\[\]",:]')
_SCALAR_STARTS = frozenset("-0123456789tfn")
_STEPS = {"{": 1, "[": 1, "}": -1, "]": -1}
_LONGEST = 64 * 1024 * 1024  # characters of one value, so that one without an end does not fill the memory
_LINE_END = re.compile("\r\n|\n|\r")
_LONGEST_RETRY = 16  # digits
_SHOWN = 60  # characters of the stream that a message may show
_read = json.JSONDecoder().raw_decode


class LineDecoder:
    r"""A decoder from a stream of JSON, in any pieces, to its values.

    No character is read more than three times, however the stream is cut. Invalid UTF-8 is replaced.

    >>> decoder = LineDecoder()
    >>> decoder.feed(b'{"status": "Pulling"}\r\n{"sta')
    [{'status': 'Pulling'}]
    >>> decoder.feed(b'tus": "Done"}') + decoder.end()
    [{'status': 'Done'}]
    """

    def __init__(self) -> None:
        self._utf8 = codecs.getincrementaldecoder("utf-8")("replace")
        self._pieces: list[str] = []  # of an incomplete value, joined when it is complete
        self._held = 0  # characters in them
        self._scalar = False  # whether it is a number, true, false or null
        self._depth = 0  # the number of open brackets in it
        self._quoted = False  # whether a string is open in it
        self._skip = 0  # characters of an escape at the start of the next piece

    def feed(self, data: bytes) -> list[Any]:
        """Decode some bytes and return the values that they complete.

        Raises:
            StreamError: something is not JSON; `partial` has the values before it.
        """
        return self._take(self._utf8.decode(data))

    def end(self) -> list[Any]:
        """Finish, and return the number that only the end completes, if there is one.

        Raises:
            StreamError: the stream was cut inside a value.
        """
        values = self._take(self._utf8.decode(b"", final=True) + "\n")
        if self._pieces:
            raise _cut("".join(self._pieces))
        return values

    def _take(self, text: str) -> list[Any]:
        values: list[Any] = []
        start = 0
        try:
            while True:
                if not self._pieces:
                    start = self._begin(text, start, values)
                if start == len(text):
                    return values
                end = self._end_of_value(text, start)
                self._hold(text[start:end])
                if end is None:
                    return values
                values.append(self._joined())
                start = end
        except StreamError as error:
            error.partial = values
            raise

    def _begin(self, text: str, start: int, values: list[Any]) -> int:
        """Read complete values; note the kind of one that may be incomplete, and return its place."""
        start = _read_whole_ones(text, start, values)
        kind = text[start : start + 1]
        self._scalar = kind in _SCALAR_STARTS
        if kind and not self._scalar and kind not in '{["':
            raise _not_json(text[start:])
        return start

    def _end_of_value(self, text: str, start: int) -> int | None:
        """Return the end of the value at `start`, or None if it continues after `text`."""
        if self._scalar:
            found = _SCALAR_END.search(text, start)
            return found.start() if found else None
        place, self._skip = start + self._skip, 0
        while mark := _INSIDE.match(text, place) if self._quoted else _OUTSIDE.search(text, place):
            sign, place = mark[1], mark.end()
            if sign == "\x1e":
                raise _cut("".join([*self._pieces, text[start : place - 1]]))
            if sign == '"':
                self._quoted = not self._quoted
            elif sign == "\\":  # the last character; it escapes the first one of the next piece
                place += 1
            else:
                self._depth += _STEPS.get(sign, 0)
            if not self._quoted and self._depth <= 0:
                return place
        self._skip = max(0, place - len(text))
        return None

    def _hold(self, piece: str) -> None:
        self._pieces.append(piece)
        self._held += len(piece)
        if self._held > _LONGEST:
            begun = _beginning("".join(self._pieces))
            self._pieces.clear()
            raise StreamError(f"a JSON value has more than {_LONGEST} characters; it begins with {begun}")

    def _joined(self) -> Any:
        text = "".join(self._pieces)
        self._pieces.clear()
        self._held = 0
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            limit = limits.of_json(error)
            raise (
                StreamError(f"a value in the stream {limit}: {_beginning(text)}") if limit else _not_json(text)
            ) from error


class EventDecoder:
    r"""A decoder from a stream of server-sent events, in any pieces, to the events.

    Each is a dict of `event` (`message` if it has no name), `data`, and `id` and `retry` if given. Data that is a JSON
    object or list is parsed, other data is text.

    >>> EventDecoder().feed(b'event: add\ndata: {"n": 1}\n\n: a comment\ndata: [DONE]\n\n')
    [{'event': 'add', 'data': {'n': 1}}, {'event': 'message', 'data': '[DONE]'}]

    https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
    """

    def __init__(self) -> None:
        self._utf8 = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._rest: list[str] = []  # of an incomplete line
        self._held = 0  # characters in it, and in the data of an incomplete event
        self._fields: dict[str, Any] = {}
        self._data: list[str] = []
        self._after_return = False  # the last piece ended with CR, which an LF may follow

    def feed(self, data: bytes) -> list[Any]:
        """Decode some bytes and return the events that they complete.

        Raises:
            StreamError: an event is too long; `partial` has the events before it.
        """
        text = self._utf8.decode(data)
        if self._after_return:
            text = text.removeprefix("\n") if text else text
        self._after_return = text.endswith("\r") if text else self._after_return
        *lines, rest = _LINE_END.split(text)
        events: list[Any] = []
        for line in lines:
            self._take("".join([*self._rest, line]), events)
            self._rest.clear()
        self._rest.append(rest)
        self._held += len(rest)
        self._check(events)
        return events

    def end(self) -> list[Any]:
        """Finish; an event without a blank line after it was cut, and is dropped."""
        return []

    def _take(self, line: str, events: list[Any]) -> None:
        if not line:
            if self._data:
                name = self._fields.pop("event", "") or "message"
                events.append({"event": name, "data": _event_data("\n".join(self._data)), **self._fields})
            self._data.clear()
            self._fields.clear()
            self._held = 0
            return
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
            self._held += len(value)
            self._check(events)
        elif name in ("event", "id"):
            self._fields[name] = value
        elif name == "retry" and value.isdecimal() and len(value) < _LONGEST_RETRY:
            self._fields[name] = int(value)

    def _check(self, events: list[Any]) -> None:
        if self._held > _LONGEST:
            raise StreamError(f"an event has more than {_LONGEST} characters", partial=events)


def _event_data(text: str) -> Any:
    if not text.startswith(("{", "[")):
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def sequence_decoder(media_type: str) -> LineDecoder | EventDecoder:
    """Return a decoder for a sequence of this media type."""
    return EventDecoder() if media_type.lower().lstrip().startswith("text/event-stream") else LineDecoder()


def failure(message: Mapping[str, Any]) -> StreamError | None:
    """Return the failure that a message of a pull, push, build or load reports, or None.

    >>> failure({"errorDetail": {"code": 2, "message": "the command returned 2"}, "error": "…"})
    StreamError('the command returned 2')
    >>> failure({"status": "Pulling"})
    """
    detail, error = message.get("errorDetail"), message.get("error")
    if not detail and not error:
        return None
    if not isinstance(detail, Mapping):
        detail = {}
    code = detail.get("code")
    text = detail.get("message") or error or "the engine reports a failure without a message"
    return StreamError(str(text), code=code if isinstance(code, int) else None)


def _read_whole_ones(text: str, start: int, values: list[Any]) -> int:
    """Read complete objects and lists, and return the place of anything else."""
    while True:
        start = _GAP.match(text, start).end()  # type: ignore[union-attr]  # it matches anywhere
        if not text.startswith(("{", "["), start):
            return start
        try:
            value, start = _read(text, start)
        except (ValueError, RecursionError):
            return start  # incomplete, or not JSON, which shows at its end
        values.append(value)


def _not_json(text: str) -> StreamError:
    return StreamError(f"the stream has something in it that is not JSON: {_beginning(text)}")


def _cut(text: str) -> StreamError:
    return StreamError(f"the stream was cut inside a JSON value that begins with {_beginning(text.rstrip())}")


def _beginning(text: str) -> str:
    return cut(repr(text[:_SHOWN]), _SHOWN)
