"""The complete output of a container or of a command in one, in the order in which it came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dynclient.api.answer.frames import Frame, Stream
from dynclient.api.answer.text import lines_of, texts_of
from dynclient.document.drawn import Drawn, pretty
from dynclient.document.pickled import reduced


@dataclass(frozen=True, repr=False)
class Output(Drawn):
    r"""The output of a container or of a command in one; iterating yields its lines.

    >>> from dynclient.api.answer.frames import Frame
    >>> output = Output((Frame("stdout", b"one\ntw"), Frame("stderr", b"oops\n"), Frame("stdout", b"o\n")))
    >>> output.stderr, output.text, output.lines()
    (b'oops\n', 'one\ntwoops\no\n', ['one', 'oops', 'two'])
    >>> [line.upper() for line in output], "oops" in output
    (['ONE', 'OOPS', 'TWO'], True)

    Attributes:
        frames: the pieces in the order in which the engine sent them, as a tuple.
        exit_code: the command's exit code, or None if it was not requested.
    """

    frames: Sequence[Frame] = ()
    exit_code: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "frames", tuple(self.frames))

    @property
    def stdout(self) -> bytes:
        """What was written to standard output or to a terminal."""
        return self._of("stdout")

    @property
    def stderr(self) -> bytes:
        """What was written to standard error."""
        return self._of("stderr")

    @property
    def text(self) -> str:
        """Everything as text, in order; what is not UTF-8 is replaced."""
        return "".join(text for _, text in texts_of(self.frames))

    def lines(self) -> list[str]:
        """Return the lines without their ends, in the order in which they ended; each is from one stream."""
        return [line for _, line in self.stream_lines()]

    def stream_lines(self) -> list[tuple[Stream, str]]:
        """Return the lines as `lines` does, each with the stream that it was written to."""
        return list(lines_of(self.frames))

    def __iter__(self) -> Iterator[str]:
        """Iterate over the lines."""
        return iter(self.lines())

    def __contains__(self, text: object) -> bool:
        """Return whether it contains a text, or bytes."""
        return text in bytes(self) if isinstance(text, bytes) else isinstance(text, str) and text in self.text

    def _of(self, stream: Stream) -> bytes:
        return b"".join(frame.data for frame in self.frames if frame.stream == stream)

    def __str__(self) -> str:
        return self.text

    def __bytes__(self) -> bytes:
        return b"".join(frame.data for frame in self.frames)

    def __repr__(self) -> str:
        size = sum(len(frame.data) for frame in self.frames)
        ended = "" if self.exit_code is None else f", exit code {self.exit_code}"
        return f"<Output: {size} bytes in {len(self.frames)} frames{ended}>"

    _repr_pretty_ = pretty
    __reduce__ = reduced
