"""Content that comes compressed, unasked: gzip and deflate (RFC 9110, section 8.4), within limits."""

from __future__ import annotations

import zlib

from dynclient.document import limits
from dynclient.document.limits import Exceeded

_GZIP = 16 + zlib.MAX_WBITS
_WINDOWS = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": zlib.MAX_WBITS}


class Inflated:
    """Compressed content on its way in.

    Args:
        encoding: the `Content-Encoding`.

    Raises:
        Exceeded: it is another than gzip or deflate.
    """

    def __init__(self, encoding: str) -> None:
        window = _WINDOWS.get(encoding.strip().lower())
        if window is None:
            raise Exceeded(f"the answer comes as {encoding[:40]!r}, though nothing but identity was asked for")
        self._window, self._inflater = window, zlib.decompressobj(window)
        self._begun = False

    def feed(self, data: bytes) -> bytes:
        """Take bytes and return what they hold.

        Raises:
            Exceeded: it is too much, or these are not compressed.
        """
        if not data:
            return b""
        try:
            content = self._inflate(data)
        except zlib.error as error:
            what = "the answer cannot be decompressed; its Content-Encoding says that it can"
            raise Exceeded(what) from error
        self._begun = True
        if self._inflater.unconsumed_tail:
            what = f"the answer decompresses to more than {limits.DECOMPRESSED // limits.MB} MB for {len(data)} bytes"
            raise Exceeded(f"{what}; it was not asked for compressed")
        return content

    def _inflate(self, data: bytes) -> bytes:
        try:
            return self._inflater.decompress(data, limits.DECOMPRESSED)
        except zlib.error:
            # Many send "deflate" without the two bytes before it that RFC 1950 wants.
            if self._begun or self._window == _GZIP:
                raise
            self._inflater = zlib.decompressobj(-zlib.MAX_WBITS)
            return self._inflater.decompress(data, limits.DECOMPRESSED)

    def end(self) -> None:
        """Take the end of the content.

        Raises:
            Exceeded: it was cut.
        """
        if self._begun and not self._inflater.eof:
            raise Exceeded("the answer was cut inside of what is compressed")
