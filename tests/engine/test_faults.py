"""From httpx's terms to ours: every fault of a transport becomes one error, with its cause."""

from __future__ import annotations

import errno
import inspect
import socket

import httpcore
import httpx
import pytest

from dynclient.engine.reach.address import Address, parse_address
from dynclient.engine.reach.proxy import Proxy
from dynclient.engine.wire.faults import FAULTS, cut, no_engine, translate, unanswered
from dynclient.engine.wire.http import NoAnswer
from dynclient.errors import ConnectionFailed, DynclientError, RequestTimeout, StreamError

SOCKET = Address("unix:///run/d.sock", "$DOCKER_HOST", "http://docker", "/run/d.sock")
USUAL = Address(
    "unix:///var/run/docker.sock", "default", "http://docker", "/var/run/docker.sock", ("/a.sock", "/b.sock")
)
BEHIND = Address(
    "tcp://host:1", "argument", "http://host:1", proxy=Proxy("$HTTP_PROXY", "http://p:3128", "http://me:hunter2@p:3128")
)
HERE = "unix:///run/d.sock (from $DOCKER_HOST)"
ASK = "\n  Is the engine running, and is this its address?"


def caused(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error


def refused() -> OSError:
    return ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")


def nameless() -> OSError:
    return OSError("All connection attempts failed")


CONNECTING: dict[str, tuple[Exception, Address, str]] = {
    "no such socket": (
        caused(httpx.ConnectError("x"), FileNotFoundError(errno.ENOENT, "No such file")),
        SOCKET,
        f"no engine at {HERE}: there is no such socket.{ASK}",
    ),
    "a path without its slash, as docker-py writes it": (
        caused(httpx.ConnectError("x"), FileNotFoundError(errno.ENOENT, "No such file")),
        parse_address("unix://var/run/docker.sock", "argument"),
        "no engine at unix://var/run/docker.sock (from argument): there is no such socket.\n"
        "  A path begins with a slash: is unix:///var/run/docker.sock meant?",
    ),
    "a path with a slash behind it": (
        caused(httpx.ConnectError("x"), NotADirectoryError(errno.ENOTDIR, "Not a directory")),
        parse_address("unix:///run/d.sock/", "argument"),
        "no engine at unix:///run/d.sock/ (from argument): Not a directory.\n"
        "  A socket is no directory: is unix:///run/d.sock meant?",
    ),
    "an abstract socket that nobody has": (
        caused(httpx.ConnectError("x"), refused()),
        parse_address("unix://@name", "argument"),
        f"no engine at unix://@name (from argument): nothing listens there.{ASK}",
    ),
    "nothing listens": (
        caused(httpx.ConnectError("x"), caused(httpcore.ConnectError("x"), refused())),
        SOCKET,
        f"no engine at {HERE}: nothing listens there.{ASK}",
    ),
    "no rights": (
        caused(httpx.ConnectError("x"), PermissionError(errno.EACCES, "Permission denied")),
        SOCKET,
        f"no engine at {HERE}: the socket may not be opened by this user.\n"
        "  Join the group that owns it (often: docker), or run as root.",
    ),
    "no such host": (
        caused(httpx.ConnectError("x"), socket.gaierror(-2, "Name or service not known")),
        SOCKET,
        f"no engine at {HERE}: Name or service not known.{ASK}",
    ),
    "several addresses, one refused": (
        caused(httpx.ConnectError("x"), caused(nameless(), refused())),
        SOCKET,
        f"no engine at {HERE}: nothing listens there.{ASK}",
    ),
    "several addresses, all refused": (
        caused(httpx.ConnectError("x"), caused(nameless(), BaseExceptionGroup("x", [refused(), refused()]))),
        SOCKET,
        f"no engine at {HERE}: nothing listens there.{ASK}",
    ),
    "too late": (
        httpx.ConnectTimeout("timed out"),
        SOCKET,
        f"no engine at {HERE}: it did not take the connection in time.{ASK}",
    ),
    "a proxy": (
        httpx.ProxyError("403 Forbidden"),
        BEHIND,
        "no engine at tcp://host:1 (from argument) through the proxy http://p:3128 (from $HTTP_PROXY): "
        f"403 Forbidden.{ASK}",
    ),
    "nothing known": (httpx.ConnectError(""), SOCKET, f"no engine at {HERE}: ConnectError.{ASK}"),
    "none of the usual sockets": (
        caused(httpx.ConnectError("x"), FileNotFoundError(errno.ENOENT, "No such file")),
        USUAL,
        "no engine at unix:///var/run/docker.sock (from default): there is no such socket.\n"
        "  tried /a.sock\n"
        "  tried /b.sock\n"
        "  Start the engine, or name another: Client('unix:///…'), Client('tcp://host:2375') or $DOCKER_HOST.",
    ),
}


@pytest.mark.parametrize(("error", "address", "message"), CONNECTING.values(), ids=CONNECTING.keys())
def test_no_engine_says_where_why_and_what_to_try(error: Exception, address: Address, message: str) -> None:
    made = translate(error, address, "ContainerList")
    assert (type(made), str(made)) == (ConnectionFailed, message)
    assert made.__dict__ == {"address": address.url, "origin": address.origin}


def test_a_connection_that_takes_too_long_is_no_engine() -> None:
    assert str(no_engine(TimeoutError(), SOCKET)) == (
        f"no engine at {HERE}: it did not take the connection in time.{ASK}"
    )


SENDING: dict[str, tuple[Exception, type[DynclientError], str]] = {
    "no answer in time": (
        httpx.ReadTimeout("timed out"),
        RequestTimeout,
        "ContainerList: the engine did not answer within the time that was set (timeout=)",
    ),
    "not taken in time": (
        httpx.WriteTimeout("timed out"),
        RequestTimeout,
        "ContainerList: the engine did not take the request within the time that was set (timeout=)",
    ),
    "no connection in time": (
        httpx.PoolTimeout("timed out"),
        RequestTimeout,
        "ContainerList: no connection became free within the time that was set (timeout=)",
    ),
    "closed without an answer": (
        httpx.RemoteProtocolError("Server disconnected without sending a response."),
        ConnectionFailed,
        f"{HERE} closed the connection without an answer; the engine may have acted",
    ),
    "no HTTP": (
        httpx.RemoteProtocolError("illegal status line: bytearray(b'\\x15\\x03')"),
        ConnectionFailed,
        f"what answers at {HERE} does not speak HTTP; a TLS port is reached by https://",
    ),
    "broken": (
        httpx.ReadError("Connection reset by peer"),
        ConnectionFailed,
        f"ContainerList: the connection to {HERE} broke before the answer came; the engine may have acted",
    ),
    "a request that is none": (
        httpx.LocalProtocolError("Illegal header value b'hunter2\\n'"),
        DynclientError,
        "ContainerList: the request is no valid HTTP; nothing was sent",
    ),
    "a compression that is none": (
        httpx.DecodingError("incorrect header check"),
        StreamError,
        "ContainerList: the answer cannot be decompressed after 0 bytes; its Content-Encoding says that it can",
    ),
    "anything else of httpx's": (
        httpx.StreamConsumed(),
        DynclientError,
        f"ContainerList: StreamConsumed: {httpx.StreamConsumed()}",
    ),
}


@pytest.mark.parametrize(("error", "kind", "message"), SENDING.values(), ids=SENDING.keys())
def test_a_fault_before_the_answer_is_an_error_of_ours(
    error: Exception, kind: type[DynclientError], message: str
) -> None:
    made = translate(error, SOCKET, "ContainerList")
    assert (type(made), str(made)) == (kind, message)


UNANSWERED: dict[str, tuple[Exception, type[DynclientError], str]] = {
    "too late": (
        TimeoutError(),
        RequestTimeout,
        "ContainerAttach: the engine did not answer within the time that was set (timeout=)",
    ),
    "closed": (
        NoAnswer("x", closed=True),
        ConnectionFailed,
        f"{HERE} closed the connection without an answer; the engine may have acted",
    ),
    "no HTTP": (
        NoAnswer("x", closed=False),
        ConnectionFailed,
        f"what answers at {HERE} does not speak HTTP; a TLS port is reached by https://",
    ),
    "broken": (
        ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"),
        ConnectionFailed,
        f"ContainerAttach: the connection to {HERE} broke before the answer came; the engine may have acted",
    ),
}


@pytest.mark.parametrize(("error", "kind", "message"), UNANSWERED.values(), ids=UNANSWERED.keys())
def test_a_connection_of_a_streams_own_fails_in_the_same_words(
    error: Exception, kind: type[DynclientError], message: str
) -> None:
    made = unanswered(error, SOCKET, "ContainerAttach")
    assert (type(made), str(made)) == (kind, message)


READING: dict[str, tuple[Exception, type[DynclientError], str]] = {
    "cut": (
        httpx.RemoteProtocolError("incomplete chunked read"),
        StreamError,
        "ImageGet: the answer was cut after 3 bytes",
    ),
    "broken": (httpx.ReadError("reset"), StreamError, "ImageGet: the answer was cut after 3 bytes"),
    "broken after a 101": (httpcore.ReadError("reset"), StreamError, "ImageGet: the answer was cut after 3 bytes"),
    "no compression": (
        httpx.DecodingError("incorrect header check"),
        StreamError,
        "ImageGet: the answer cannot be decompressed after 3 bytes; its Content-Encoding says that it can",
    ),
    "too slow": (
        httpx.ReadTimeout("timed out"),
        RequestTimeout,
        "ImageGet: the answer stopped for longer than the time that was set (timeout=)",
    ),
    "too slow after a 101": (
        httpcore.ReadTimeout("timed out"),
        RequestTimeout,
        "ImageGet: the answer stopped for longer than the time that was set (timeout=)",
    ),
}


@pytest.mark.parametrize(("error", "kind", "message"), READING.values(), ids=READING.keys())
def test_an_answer_that_does_not_end_well_is_an_error_of_ours(
    error: Exception, kind: type[DynclientError], message: str
) -> None:
    made = cut(error, "ImageGet", b"abc")
    assert (type(made), str(made)) == (kind, message)
    if isinstance(made, StreamError):
        assert (made.partial, made.operation) == (b"abc", "ImageGet")


def test_bytes_that_are_not_at_hand_are_counted() -> None:
    assert str(cut(httpx.ReadError("reset"), "send", b"", 12)) == "send: the answer was cut after 12 bytes"


def test_everything_that_httpx_raises_is_among_the_faults() -> None:
    classes = [value for value in vars(httpx).values() if inspect.isclass(value) and issubclass(value, Exception)]
    assert [kind.__name__ for kind in classes if not issubclass(kind, FAULTS)] == ["CookieConflict"]
