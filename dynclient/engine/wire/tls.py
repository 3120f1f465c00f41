"""TLS between two byte streams, without I/O: one piece for the sync and the async connection.

An `ssl.SSLSocket` cannot close one half without losing what comes from the other.
"""

from __future__ import annotations

import contextlib
import ssl

from dynclient.engine.wire.holding import RLock, within

_READ = 256 * 1024


class Tls:
    """TLS between two byte streams: ciphertext and plain bytes in, the others out.

    Its methods hold each other off: OpenSSL does not bear two threads in one connection.

    Args:
        context: what decides whom to trust.
        host: the name that the certificate has to bear.
    """

    def __init__(self, context: ssl.SSLContext, host: str) -> None:
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._in, self._out, server_hostname=host)
        self._lock = RLock()
        self._announced = False  # whether the other side has said that it sends no more
        self._ended = False
        self._failed: ssl.SSLError | None = None  # the other side's refusal, which OpenSSL names once

    def handshake(self) -> bool:
        """Take the next step of the handshake; false while more has to come."""
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            return False
        return True

    def outgoing(self) -> bytes:
        """Return the ciphertext that waits to be sent."""
        return self._out.read()

    def encrypt(self, data: bytes | memoryview) -> bytes:
        """Return the ciphertext of plain bytes.

        Raises:
            ssl.SSLError: the other side has refused.
        """
        return within(self._lock, lambda: self._encrypted(memoryview(data))) or b""

    def _encrypted(self, view: memoryview) -> bytes:
        if self._failed is not None:
            raise self._failed
        while view:
            view = view[self._tls.write(view[:65536]) :]
        return self._out.read()

    def take(self, data: bytes) -> None:
        """Take ciphertext; `b""` is the end of the connection."""
        within(self._lock, lambda: self._take(data))

    def _take(self, data: bytes) -> None:
        if data:
            self._in.write(data)
        else:
            self._ended = True
            self._in.write_eof()

    def decrypt(self) -> bytes | None:
        """Return plain bytes, `b""` for the end that the other side announced, or None while more has to come.

        Raises:
            ssl.SSLError: the other side refuses, or the connection ended without that announcement.
        """
        return within(self._lock, self._decrypted)

    def _decrypted(self) -> bytes | None:
        try:
            plain = self._tls.read(_READ)
        except ssl.SSLWantReadError:
            return None
        except ssl.SSLZeroReturnError:
            plain = b""
        except ssl.SSLError as error:
            self._failed = error
            raise
        if not plain:
            self._check_announced()
        return plain

    def _check_announced(self) -> None:
        """Refuse an end that was not announced, which older Pythons have OpenSSL take for one that was."""
        self._announced = self._announced or not self._ended
        if not self._announced:
            raise ssl.SSLEOFError(ssl.SSL_ERROR_EOF, "EOF occurred in violation of protocol")

    def close_write(self) -> bytes:
        """Announce the end of what is sent, and return the ciphertext to send; what has come was decrypted before."""
        return within(self._lock, self._farewell) or b""

    def _farewell(self) -> bytes:
        with contextlib.suppress(ssl.SSLWantReadError):
            self._tls.unwrap()
        return self._out.read()
