"""Output as text, decoded by stream, so that characters and lines that are split between frames are joined."""

from __future__ import annotations

import codecs
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dynclient.api.answer.frames import Frame, Stream


class TextDecoder:
    r"""A decoder from frames to text; what is not UTF-8 is replaced.

    >>> from dynclient.api.answer.frames import Frame
    >>> decoder = TextDecoder()
    >>> decoder.feed(Frame("stdout", b"caf\xc3")), decoder.feed(Frame("stdout", b"\xa9"))
    (('stdout', 'caf'), ('stdout', 'é'))
    """

    def __init__(self) -> None:
        self._decoders: dict[Stream, codecs.IncrementalDecoder] = {}

    def feed(self, frame: Frame) -> tuple[Stream, str]:
        """Decode a frame; return its stream and the text that it completes."""
        stream, data = frame
        if stream not in self._decoders:
            self._decoders[stream] = codecs.getincrementaldecoder("utf-8")("replace")
        return stream, self._decoders[stream].decode(data)

    def end(self) -> list[tuple[Stream, str]]:
        """Finish; return replacements for characters that were cut."""
        rests = [(stream, decoder.decode(b"", final=True)) for stream, decoder in self._decoders.items()]
        return [(stream, rest) for stream, rest in rests if rest]


class LineSplitter:
    r"""A decoder from frames to lines without their ends, each from one stream.

    >>> from dynclient.api.answer.frames import Frame
    >>> splitter = LineSplitter()
    >>> splitter.feed(Frame("stdout", b"one\ntw")), splitter.feed(Frame("stdout", b"o")), splitter.end()
    ([('stdout', 'one')], [], [('stdout', 'two')])
    """

    def __init__(self) -> None:
        self._decoder = TextDecoder()
        self._begun: dict[Stream, list[str]] = {}

    def feed(self, frame: Frame) -> list[tuple[Stream, str]]:
        """Decode a frame and return the lines that end in it."""
        return self._split(*self._decoder.feed(frame))

    def _split(self, stream: Stream, text: str) -> list[tuple[Stream, str]]:
        *ends, rest = text.split("\n")
        lines = [(stream, "".join([*self._begun.pop(stream, []), end]).removesuffix("\r")) for end in ends]
        if rest:
            self._begun.setdefault(stream, []).append(rest)
        return lines

    def begun(self) -> list[tuple[Stream, str]]:
        """Return the incomplete lines."""
        return [(stream, "".join(pieces)) for stream, pieces in self._begun.items()]

    def end(self) -> list[tuple[Stream, str]]:
        """Finish and return the incomplete lines."""
        for stream, rest in self._decoder.end():
            self._split(stream, rest)
        begun, self._begun = self.begun(), {}
        return begun


def texts_of(frames: Iterable[Frame]) -> Iterator[tuple[Stream, str]]:
    """Return the text of frames, piece by piece, each with its stream."""
    decoder = TextDecoder()
    for frame in frames:
        yield decoder.feed(frame)
    yield from decoder.end()


def lines_of(frames: Iterable[Frame]) -> Iterator[tuple[Stream, str]]:
    """Return the lines of frames in the order in which they end, each with its stream."""
    splitter = LineSplitter()
    for frame in frames:
        yield from splitter.feed(frame)
    yield from splitter.end()


class Text:
    """A mixin for iterables of frames or bytes: their text, as it comes."""

    def lines(self) -> Iterator[str]:
        """Iterate over the lines as they come, without their ends.

        Lines of standard output and standard error come in the order in which they end; each is complete, however the
        engine splits it.

        Raises:
            TypeError: this is a stream of messages, not text.

        Example:
            >>> from dynclient import Client
            >>> def watch(client: Client) -> None:
            ...     with client.container.logs.stream("web", follow=True, stdout=True, stderr=True) as logs:
            ...         for line in logs.lines():
            ...             print(line)
        """
        return (line for _, line in self.stream_lines())

    def stream_lines(self) -> Iterator[tuple[Stream, str]]:
        """Iterate as `lines`, over pairs of the stream that a line was written to and the line."""
        return self._by(LineSplitter(), _frames_of(self))

    def texts(self) -> Iterator[str]:
        """Iterate over the text in pieces as they come; a split character comes with its second piece.

        Raises:
            TypeError: this is a stream of messages, not text.
        """
        return (text for _, text in self._by(_Texts(), _frames_of(self)))

    @staticmethod
    def _by(decoder: Any, frames: Iterator[Frame]) -> Iterator[tuple[Stream, str]]:
        try:
            for frame in frames:
                yield from decoder.feed(frame)
        except Exception:
            yield from decoder.end()  # the last text before a stream was cut is not lost
            raise
        yield from decoder.end()


class AsyncText:
    """A mixin for async iterables of frames or bytes; as `Text`, with `async for`."""

    def lines(self) -> AsyncIterator[str]:
        """Iterate over the lines with `async for`; as `Text.lines`."""
        return _second(self.stream_lines())

    def stream_lines(self) -> AsyncIterator[tuple[Stream, str]]:
        """Iterate as `lines`, over pairs of the stream that a line was written to and the line."""
        return self._by(LineSplitter(), _aframes_of(self))

    def texts(self) -> AsyncIterator[str]:
        """Iterate over the text in pieces with `async for`; as `Text.texts`."""
        return _second(self._by(_Texts(), _aframes_of(self)))

    @staticmethod
    async def _by(decoder: Any, frames: AsyncIterator[Frame]) -> AsyncIterator[tuple[Stream, str]]:
        try:
            async for frame in frames:
                for found in decoder.feed(frame):
                    yield found
        except Exception:
            for found in decoder.end():
                yield found
            raise
        for found in decoder.end():
            yield found


class _Texts(TextDecoder):
    """A text decoder that returns lists, as the splitter does."""

    def feed(self, frame: Frame) -> Any:
        """Decode a frame and return its text in a list."""
        found = super().feed(frame)
        return [found] if found[1] else []


async def _second(pairs: AsyncIterator[tuple[Stream, str]]) -> AsyncIterator[str]:
    async for _, text in pairs:
        yield text


def _frames_of(stream: Any) -> Iterator[Frame]:
    _check(stream)
    return (_framed(item) for item in stream)


def _aframes_of(stream: Any) -> AsyncIterator[Frame]:
    _check(stream)
    return _aframed(stream)


async def _aframed(stream: Any) -> AsyncIterator[Frame]:
    async for item in stream:
        yield _framed(item)


def _framed(item: Any) -> Frame:
    from dynclient.api.answer.frames import Frame

    return Frame("stdout", item) if isinstance(item, bytes) else item


def _check(stream: Any) -> None:
    """Raise an error for a stream of messages.

    Raises:
        TypeError: it is one.
    """
    if getattr(stream, "kind", "") in ("json", "lines"):
        raise TypeError(f"{stream!r} yields messages, not text; iterate over it")
