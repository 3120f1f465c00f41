"""Frames: pieces of a container's output, each with the stream that it was written to.

A frame is one byte for the stream, three zero bytes, the length as a big-endian 32-bit number, and that many
bytes. It may end within a line or a character. A terminal's output has no frames.
"""

from __future__ import annotations

import struct
from typing import Any, Literal, NamedTuple

from dynclient.document.pickled import reduced
from dynclient.errors import StreamError

Stream = Literal["stdin", "stdout", "stderr", "system"]

_HEAD = struct.Struct(">LL")
_LARGE = 1 << 20  # bytes of a frame that are held until it is complete; a larger one is returned in pieces
# By the first word of a header: the stream's number and three zero bytes. "system" is the engine itself.
_STREAMS: dict[int, Stream] = {0: "stdin", 1 << 24: "stdout", 2 << 24: "stderr", 3 << 24: "system"}
_WORDS = {stream: word for word, stream in _STREAMS.items()}


class Frame(NamedTuple):
    """A piece of output.

    >>> Frame("stdout", b"hello").text
    'hello'

    Attributes:
        stream: ``stdin``, ``stdout``, ``stderr``, or ``system`` for the engine's own message about a failure.
        data: the bytes that were written.
    """

    stream: Stream
    data: bytes

    @property
    def text(self) -> str:
        """The bytes as text; a character split between frames is replaced. A stream's `texts` and `lines` join it."""
        return self.data.decode("utf-8", "replace")

    def __reduce__(self) -> tuple[Any, ...]:
        return reduced(self)


def encoded(frame: Frame) -> bytes:
    r"""Return the bytes of a frame, header and data.

    >>> encoded(Frame("stderr", b"no"))
    b'\x02\x00\x00\x00\x00\x00\x00\x02no'
    """
    return _HEAD.pack(_WORDS[frame.stream], len(frame.data)) + frame.data


class FrameDecoder:
    r"""A decoder from a multiplexed stream, in any pieces, to its frames.

    A frame whose header announces more than 1 MiB is returned in pieces as they come, each as a frame, so that a wrong
    length does not make the reader wait or fill the memory.

    >>> decoder = FrameDecoder()
    >>> decoder.feed(b"\x01\0\0\0\0\0\0\x05hel")
    []
    >>> decoder.feed(b"lo") + decoder.end()
    [Frame(stream='stdout', data=b'hello')]
    """

    def __init__(self) -> None:
        self._pieces: list[bytes] = []  # of an incomplete frame, joined when it is complete
        self._missing = _HEAD.size
        self._open: Stream = "stdout"  # the stream of the large frame that is returned in pieces
        self._left = 0  # bytes of that frame that are still missing

    def feed(self, data: bytes) -> list[Frame]:
        """Decode some bytes and return the frames that they complete.

        Raises:
            StreamError: this is not a multiplexed stream; `partial` has the frames before the fault.
        """
        frames: list[Frame] = []
        if self._left:
            data = self._piece(data, frames)
            if self._left:
                return frames
        self._pieces.append(data)
        self._missing -= len(data)
        return frames if self._missing > 0 else self._split(b"".join(self._pieces), frames)

    def _piece(self, data: bytes, frames: list[Frame]) -> bytes:
        """Return the part that belongs to the open large frame, and the rest."""
        if piece := data[: self._left]:
            frames.append(Frame(self._open, piece))
        self._left -= len(piece)
        return data[len(piece) :]

    def _split(self, data: bytes, frames: list[Frame]) -> list[Frame]:
        start, needed, size = 0, _HEAD.size, len(data)
        # Local names, as this loop runs once for each line of a log.
        head, streams, add, new = _HEAD.unpack_from, _STREAMS, frames.append, tuple.__new__
        while size - start >= 8:
            word, length = head(data, start)
            if word not in streams:
                raise StreamError(_not_frames(data[start : start + _HEAD.size]), partial=frames)
            needed = 8 + length
            if size - start < needed:
                if length > _LARGE:
                    self._open, self._left = _STREAMS[word], length
                    data, start, needed = self._piece(data[start + _HEAD.size :], frames), 0, _HEAD.size
                break
            add(new(Frame, (streams[word], data[start + 8 : start + needed])))
            start, needed = start + needed, 8
        self._pieces = [data[start:]]
        self._missing = needed - (len(data) - start)
        return frames

    def end(self) -> list[Frame]:
        """Finish.

        Raises:
            StreamError: it was cut inside a frame; `partial` has the part of that frame that was not returned yet.
        """
        data = b"".join(self._pieces)
        if not data and not self._left:
            return []
        reason = f"the stream was cut inside a frame: {self._left or self._missing} bytes of it are missing"
        head, rest = data[: _HEAD.size], data[_HEAD.size :]
        raise StreamError(reason, partial=[Frame(_STREAMS[_HEAD.unpack(head)[0]], rest)] if rest else [])


class RawDecoder:
    """A decoder for the output of a terminal, which has no frames: each piece becomes a frame of stdout."""

    def feed(self, data: bytes) -> list[Frame]:
        """Decode some bytes and return them as a frame."""
        return [Frame("stdout", data)] if data else []

    def end(self) -> list[Frame]:
        """Finish; the stream may end anywhere."""
        return []


def _not_frames(head: bytes) -> str:
    return (
        "this is not a multiplexed stream: a frame begins with a byte from 0 to 3 and three zero bytes, "
        f"here is {head!r}; the output of a terminal (Tty) has no frames"
    )
