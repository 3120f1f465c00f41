"""What can go wrong on the way to an engine and back, from httpx's terms to ours."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator

import httpx

from dynclient.document.limits import Exceeded
from dynclient.engine.reach.address import Address
from dynclient.errors import ConnectionFailed, DynclientError, RequestTimeout, StreamError

# What httpx and our transports raise. An OSError is not among them: those of sockets are translated before, so that one
# is of the caller's own iterator or file, and theirs to see.
FAULTS = (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL)


def taken_over_faults() -> tuple[type[Exception], ...]:
    """Return what may be raised on a connection of httpx's own that was taken over: httpcore's errors too."""
    import httpcore

    return (*FAULTS, httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError)


def cause_of(error: Exception) -> BaseException | None:
    """Return what an error of ours names as its cause: the first error, the system's own, and none of those between.

    Nothing where that repeats the request, which may hold a secret.
    """
    *_, first = _chain(error)
    if type(first).__name__ == "LocalProtocolError" or isinstance(first, DynclientError):
        return None
    # The frames that lead to where the system refused say nothing new; there are twenty.
    return first.with_traceback(None) if isinstance(first, OSError) else first


def translate(error: Exception, address: Address, operation: str) -> DynclientError:
    """Return the error of ours that stands for one of httpx's or the system's.

    Args:
        error: what was raised while a request was sent or its answer's head was read.
        address: where it went.
        operation: whose request it was, for the message.
    """
    if isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError)):
        return no_engine(error, address)
    if isinstance(error, httpx.TimeoutException):
        what = {
            httpx.PoolTimeout: "no connection became free",
            httpx.WriteTimeout: "the engine did not take the request",
        }
        said = what.get(type(error), "the engine did not answer")
        return RequestTimeout(f"{operation}: {said} within the time that was set (timeout=)")
    if isinstance(error, httpx.RemoteProtocolError):
        if (own := _past_limit(error, address, operation)) is not None:
            return own
        closed = "without sending a response" in str(error)
        return ConnectionFailed(_no_http(closed, address), address=address.url, origin=address.origin)
    if isinstance(error, httpx.NetworkError):
        return _broken(error, address, operation)
    if isinstance(error, httpx.LocalProtocolError):
        # Its own words repeat the header, which may be a secret.
        return DynclientError(f"{operation}: the request is no valid HTTP; nothing was sent")
    if isinstance(error, httpx.DecodingError):
        return _undecoded(operation, b"")
    return DynclientError(f"{operation}: {type(error).__name__}: {error}")


def unanswered(error: Exception, address: Address, operation: str) -> DynclientError:
    """Return the error for a connection of a stream's own on which no answer's head came.

    Args:
        error: a NoAnswer, a TimeoutError or another OSError.
        address: where the request went.
        operation: whose request it was, for the message.
    """
    if isinstance(error, TimeoutError):
        return RequestTimeout(f"{operation}: the engine did not answer within the time that was set (timeout=)")
    from dynclient.engine.wire.http import NoAnswer

    if isinstance(error, NoAnswer):
        if (own := _past_limit(error, address, operation)) is not None:
            return own
        return ConnectionFailed(_no_http(error.closed, address), address=address.url, origin=address.origin)
    return _broken(error, address, operation)


def cut(error: Exception, operation: str, partial: bytes, count: int | None = None) -> DynclientError:
    """Return the error for an answer whose body did not come to its end.

    Args:
        error: what was raised while the body was read.
        operation: whose answer it is, for the message.
        partial: what came.
        count: how many bytes that is, where they are not at hand.
    """
    count = len(partial) if count is None else count
    # httpcore's have the names of httpx's.
    if isinstance(error, httpx.TimeoutException) or type(error).__name__ == "ReadTimeout":
        return RequestTimeout(f"{operation}: the answer stopped for longer than the time that was set (timeout=)")
    if isinstance(error, httpx.DecodingError):
        return _undecoded(operation, partial)
    if (own := _past_limit(error, None, operation)) is not None:
        return own
    why = f"the answer was cut after {count} bytes"
    return StreamError(why, partial=partial, operation=operation)


def _past_limit(error: Exception, address: Address | None, operation: str) -> DynclientError | None:
    """Return the error for an answer that is not read on, which says why in words of its own."""
    from dynclient.engine.wire.http import TooMuch

    for link in _chain(error):
        if isinstance(link, TooMuch) and address is not None:
            what = f"{operation}: the answer of {address} {link.message}; the engine may have acted"
            return ConnectionFailed(what, address=address.url, origin=address.origin)
        if isinstance(link, Exceeded):
            return StreamError(link.message, partial=b"", operation=operation)
    return None


def _undecoded(operation: str, partial: bytes) -> StreamError:
    why = f"the answer cannot be decompressed after {len(partial)} bytes; its Content-Encoding says that it can"
    return StreamError(why, partial=partial, operation=operation)


def _broken(error: Exception, address: Address, operation: str) -> ConnectionFailed:
    """Return the error for a connection that ended before an answer, which a refusal of TLS does too."""
    refused = next((link for link in _chain(error) if isinstance(link, ssl.SSLError)), None)
    if refused is not None and not isinstance(refused, ssl.SSLEOFError):
        return no_engine(refused, address)
    what = f"{operation}: the connection to {address} broke before the answer came; the engine may have acted"
    return ConnectionFailed(what, address=address.url, origin=address.origin)


def _no_http(closed: bool, address: Address) -> str:
    if closed:
        return f"{address} closed the connection without an answer; the engine may have acted"
    return f"what answers at {address} does not speak HTTP; a TLS port is reached by https://"


def wants_tls(content: bytes) -> bool:
    """Return whether a 400 is that of a TLS port (Go's, nginx's) which got plain HTTP."""
    return b"HTTP request to an HTTPS server" in content or b"plain HTTP request was sent to HTTPS port" in content


def no_tls(address: Address) -> ConnectionFailed:
    """Return the error for plain HTTP sent to a TLS port."""
    return ConnectionFailed(
        f"no engine at {address}: what listens there speaks TLS alone; nothing was done.\n"
        "  Give its certificates: tls={'ca': …, 'cert': …, 'key': …}, tls=FOLDER, or $DOCKER_TLS_VERIFY.",
        address=address.url,
        origin=address.origin,
    )


def no_engine(error: Exception, address: Address) -> ConnectionFailed:
    """Return the error for a connection that could not be made."""
    cause = next((link for link in _chain(error) if isinstance(link, OSError) and link.strerror), None)
    if isinstance(cause, ssl.SSLError):
        from dynclient.engine.wire.handshake import why

        reason, advice = why(cause, address)
        advice = f"\n  {advice}" if advice else _advice(cause, address)
    else:
        reason, advice = _reason(error, cause, address), _advice(cause, address)
    way = f" through the proxy {address.proxy}" if address.proxy else ""
    return ConnectionFailed(
        f"no engine at {address}{way}: {reason}.{advice}",
        address=address.url,
        origin=address.origin,
    )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        tried = error.exceptions if isinstance(error, BaseExceptionGroup) else ()  # anyio's, one for each address
        error = tried[0] if tried else error.__cause__ or error.__context__


def _reason(error: Exception, cause: OSError | None, address: Address) -> str:
    if isinstance(error, httpx.ConnectTimeout) or (isinstance(error, TimeoutError) and not error.strerror):
        return "it did not take the connection in time"
    known: dict[type[OSError], str] = {
        FileNotFoundError: "there is no such socket",
        PermissionError: "the socket may not be opened by this user",
        ConnectionRefusedError: "nothing listens there",
    }
    if isinstance(cause, ConnectionRefusedError) and address.socket and os.path.isdir(address.socket):
        return "it is a directory, not a socket"  # docker makes one where a socket to be mounted is not there
    if isinstance(cause, ConnectionRefusedError) and address.socket and os.path.isfile(address.socket):
        return "it is a plain file, not a socket"
    if cause is not None and type(cause) in known:
        return known[type(cause)]
    return (cause.strerror if cause else "") or str(error) or type(error).__name__


def _advice(cause: OSError | None, address: Address) -> str:
    if advice := getattr(cause, "advice", ""):  # ssh's
        return f"\n  {advice}"
    if isinstance(cause, PermissionError):
        return "\n  Join the group that owns it (often: docker), or run as root."
    tried = "".join(f"\n  tried {socket}" for socket in address.tried)
    if address.origin == "default":
        others = "Client('unix:///…'), Client('tcp://host:2375') or $DOCKER_HOST"
        return f"{tried}\n  Start the engine, or name another: {others}."
    if address.socket and not address.socket.startswith(("/", "\0")):
        return f"\n  A path begins with a slash: is unix:///{address.socket} meant?"
    if address.socket and address.socket.endswith("/"):
        return f"\n  A socket is no directory: is {address.url.rstrip('/')} meant?"
    return "\n  Is the engine running, and is this its address?"
