"""Streams of JSON values, one after the other: with line ends, record separators or nothing between them."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Mapping
from typing import Any

from dynclient.document import limits
from dynclient.errors import StreamError

_GAP = re.compile(r"[ \t\r\n\x1e]*")  # RFC 8259, section 2; RFC 7464 puts a record separator before a value
# The next sign that matters, inside a string and outside. Possessive, so that nothing is tried twice.
_INSIDE = re.compile(r'(?:[^"\\\x1e]++|\\.)*+(["\\\x1e])', re.DOTALL)
_OUTSIDE = re.compile(r'"(?:[^"\\\x1e]++|\\.)*+"|(["{}\[\]\x1e])', re.DOTALL)
_SCALAR_END = re.compile(r'[ \t\r\n\x1e{}\[\]",:]')
_SCALAR_STARTS = frozenset("-0123456789tfn")
_STEPS = {"{": 1, "[": 1, "}": -1, "]": -1}
_LONGEST = 64 * 1024 * 1024  # characters of one value: one that does not end must not fill the memory
_LINE_END = re.compile("\r\n|\n|\r")
_LONGEST_RETRY = 16  # digits
_SHOWN = 60  # characters of the stream that a message may show
_read = json.JSONDecoder().raw_decode


class LineDecoder:
    r"""Take a stream of JSON values in any pieces and give the values.

    No character is read more than three times, whatever the pieces are. Invalid UTF-8 is replaced.

    >>> decoder = LineDecoder()
    >>> decoder.feed(b'{"status": "Pulling"}\r\n{"sta')
    [{'status': 'Pulling'}]
    >>> decoder.feed(b'tus": "Done"}') + decoder.end()
    [{'status': 'Done'}]
    """

    def __init__(self) -> None:
        self._utf8 = codecs.getincrementaldecoder("utf-8")("replace")
        self._pieces: list[str] = []  # of a value that is not whole; they are joined once it is
        self._held = 0  # characters in them
        self._scalar = False  # whether it is a number, true, false or null
        self._depth = 0  # of the brackets that are open in it
        self._quoted = False  # whether a string is open in it
        self._skip = 0  # characters at the start of the next piece that belong to an escape

    def feed(self, data: bytes) -> list[Any]:
        """Take some bytes and return the values that they complete.

        Raises:
            StreamError: something is not JSON; `partial` has the values of these bytes before it.
        """
        return self._take(self._utf8.decode(data))

    def end(self) -> list[Any]:
        """Take the end of the stream and return the number that only it completes, if there is one.

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
        """Read what is whole, and return the place of a value that may not be, having noted its kind."""
        start = _read_whole_ones(text, start, values)
        kind = text[start : start + 1]
        self._scalar = kind in _SCALAR_STARTS
        if kind and not self._scalar and kind not in '{["':
            raise _not_json(text[start:])
        return start

    def _end_of_value(self, text: str, start: int) -> int | None:
        """Return the place after the value that is at `start`, or None if it goes on after `text`."""
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
            elif sign == "\\":  # the last character here; what it escapes is the first of the next piece
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
    r"""Take a stream of server-sent events in any pieces and return the events.

    Each is a dict of `event` (`message` where it has no name), `data`, and `id` and `retry` where they are told. Data
    that is a JSON object or list is that value, anything else text.

    >>> EventDecoder().feed(b'event: add\ndata: {"n": 1}\n\n: a comment\ndata: [DONE]\n\n')
    [{'event': 'add', 'data': {'n': 1}}, {'event': 'message', 'data': '[DONE]'}]

    https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
    """

    def __init__(self) -> None:
        self._utf8 = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._rest: list[str] = []  # of a line that has no end yet
        self._held = 0  # characters in it, and in the data of an event that is not whole
        self._fields: dict[str, Any] = {}
        self._data: list[str] = []
        self._after_return = False  # the last piece ended with CR, to which a line feed belongs

    def feed(self, data: bytes) -> list[Any]:
        """Take some bytes and return the events that they complete.

        Raises:
            StreamError: an event is longer than what is held; `partial` has the events of these bytes before it.
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
        """Take the end of the stream; an event without the blank line behind it was cut, and is left out."""
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
    """Return what reads a sequence of this media type."""
    return EventDecoder() if media_type.lower().lstrip().startswith("text/event-stream") else LineDecoder()


def failure(message: Mapping[str, Any]) -> StreamError | None:
    """Return the failure that the engine reports in a message of a pull, push, build or load, or None.

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
    """Read the objects and lists that are whole, and return the place of what else comes."""
    while True:
        start = _GAP.match(text, start).end()  # type: ignore[union-attr]  # it matches anywhere
        if not text.startswith(("{", "["), start):
            return start
        try:
            value, start = _read(text, start)
        except (ValueError, RecursionError):
            return start  # cut here, or not JSON: that is seen at its end
        values.append(value)


def _not_json(text: str) -> StreamError:
    return StreamError(f"the stream has something in it that is not JSON: {_beginning(text)}")


def _cut(text: str) -> StreamError:
    return StreamError(f"the stream was cut inside a JSON value that begins with {_beginning(text.rstrip())}")


def _beginning(text: str) -> str:
    shown = repr(text[:_SHOWN])
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
