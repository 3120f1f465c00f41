"""An answer's head and body, however the bytes are cut."""

from __future__ import annotations

import contextlib

import h11
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dynclient import StreamError
from dynclient.engine.wire.http import Chunked, Counted, Exchange, Head, NoAnswer, UntilClosed, body_for

HOST = (b"Host", b"engine")
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
CUT = "the answer was cut: its last chunk is missing"
UPGRADE = [HOST, (b"Connection", b"Upgrade"), (b"Upgrade", b"tcp")]


def asked(method: str = "GET", headers: list[tuple[bytes, bytes]] | None = None) -> Exchange:
    exchange = Exchange(method, b"/x", headers or [HOST])
    exchange.finish()
    return exchange


def fed(exchange: Exchange, *pieces: bytes) -> bytes:
    return b"".join(exchange.feed(piece) for piece in pieces)


def test_a_request_is_written_as_it_is_given() -> None:
    exchange = Exchange("POST", b"/build?t=a", [HOST, (b"Transfer-Encoding", b"chunked")])
    assert exchange.start == b"POST /build?t=a HTTP/1.1\r\nHost: engine\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert (exchange.data(b"abc"), exchange.data(b""), exchange.finish()) == (b"3\r\nabc\r\n", b"", b"0\r\n\r\n")


def test_what_is_no_valid_request_is_refused() -> None:
    with pytest.raises(h11.LocalProtocolError):
        Exchange("GET", b"/", [HOST, (b"X-Secret", b"a\nb")])


# What comes, and what it is: status, content, whether it ends by itself.
WHOLE: dict[str, tuple[str, bytes, int, bytes, bool]] = {
    "chunks": ("GET", CHUNKED + b"3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n", 200, b"abc0123456789", True),
    "a trailer": ("GET", CHUNKED + b"1\r\na\r\n0\r\nX-Sum: 1\r\nX-B: 2\r\n\r\n", 200, b"a", True),
    "a length": ("GET", OK + b"Content-Length: 5\r\n\r\nhello", 200, b"hello", True),
    "a length of nothing": ("GET", OK + b"Content-Length: 0\r\n\r\n", 200, b"", True),
    "more than the length": ("GET", OK + b"Content-Length: 2\r\n\r\nhello", 200, b"he", True),
    "what comes after the last chunk": ("GET", CHUNKED + b"0\r\n\r\nHTTP/1.1", 200, b"", True),
    "neither": ("GET", OK + b"X-A: b\r\n\r\nhello", 200, b"hello", False),
    "a HEAD": ("HEAD", OK + b"Content-Length: 5\r\n\r\n", 200, b"", True),
    "no content": ("GET", b"HTTP/1.1 204 No Content\r\n\r\n", 204, b"", True),
    "not modified": ("GET", b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", 304, b"", True),
    "a hint before it": (
        "GET",
        b"HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na",
        200,
        b"a",
        True,
    ),
    "HTTP 1.0": ("GET", b"HTTP/1.0 200 OK\r\n\r\nhello", 200, b"hello", False),
}


@pytest.mark.parametrize(("method", "sent", "status", "content", "ends"), WHOLE.values(), ids=WHOLE.keys())
def test_an_answer_is_the_same_wherever_it_is_cut(
    method: str, sent: bytes, status: int, content: bytes, ends: bool
) -> None:
    for cut in range(1, len(sent)):
        exchange = asked(method)
        assert fed(exchange, sent[:cut], sent[cut:]) == content
        assert exchange.head is not None
        assert (exchange.head.status, exchange.done, exchange.error) == (status, ends, None)
        assert exchange.feed(b"") == b""
        assert (exchange.done, exchange.error) == (True, None)
    exchange = asked(method)
    assert fed(exchange, *(sent[place : place + 1] for place in range(len(sent)))) == content


def test_a_head_has_its_headers_in_lower_case() -> None:
    exchange = asked()
    exchange.feed(OK + b"Content-Type: a/b\r\nX-A: caf\xe9\r\nX-A: 2\r\n\r\n")
    assert exchange.head == Head(200, ((b"content-type", b"a/b"), (b"x-a", b"caf\xe9"), (b"x-a", b"2")))
    assert (exchange.head.header(b"x-a"), exchange.head.header(b"x-b")) == ("café", "")


@pytest.mark.parametrize("cut", range(1, 70))
def test_what_comes_with_an_upgrade_is_not_lost(cut: int) -> None:
    sent = b"HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n\x01\0\0\0\0\0\0\x02hi"
    exchange = asked("POST", UPGRADE)
    assert fed(exchange, sent[:cut], sent[cut:]) == b"\x01\0\0\0\0\0\0\x02hi"
    assert exchange.head is not None
    assert (exchange.head.status, exchange.done) == (101, False)
    assert (exchange.feed(b"more"), exchange.feed(b""), exchange.done) == (b"more", b"", True)


# What comes before the end of the connection: the content, and the error.
BROKEN: dict[str, tuple[bytes, bytes, str]] = {
    "before the last chunk": (CHUNKED + b"3\r\nabc\r\n", b"abc", CUT),
    "inside a chunk": (CHUNKED + b"3\r\nabc\r\n5\r\nde", b"abcde", CUT),
    "inside a chunk's end": (CHUNKED + b"3\r\nabc\r", b"abc", CUT),
    "inside a chunk's length": (CHUNKED + b"3\r\nabc\r\n5", b"abc", CUT),
    "inside the trailer": (CHUNKED + b"3\r\nabc\r\n0\r\nX: 1\r\n", b"abc", CUT),
    "before the length": (
        OK + b"Content-Length: 9\r\n\r\nhello",
        b"hello",
        "the answer was cut: 4 bytes of it are missing",
    ),
    "a chunk that is longer than it says": (
        CHUNKED + b"2\r\nok\r\n3\r\nabcdef\r\n0\r\n\r\n",
        b"okabc",
        "what comes is not in chunks: a chunk has another length than it says",
    ),
    "a chunk that is shorter than it says": (
        CHUNKED + b"2\r\nok\r\n9\r\nabc\r\n0\r\n\r\nHTTP/1.1 200",
        b"okabc\r\n0\r\n\r",
        "what comes is not in chunks: a chunk has another length than it says",
    ),
    "a chunk that claims 4 GB": (CHUNKED + b"ffffffff\r\nabc", b"abc", CUT),
    "no length": (
        CHUNKED + b"2\r\nok\r\nhello\r\n",
        b"ok",
        "what comes is not in chunks: 'hello' is no chunk's length",
    ),
    "a negative length": (CHUNKED + b"-1\r\n", b"", "what comes is not in chunks: '-1' is no chunk's length"),
    "an empty length": (CHUNKED + b";a\r\n", b"", "what comes is not in chunks: '' is no chunk's length"),
    "an endless length": (
        CHUNKED + b"2\r\nok\r\n" + b"1" * 20_000,
        b"ok",
        "what comes is not in chunks: the line of a chunk's length has no end",
    ),
}


@pytest.mark.parametrize(("sent", "content", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_answer_yields_what_came_and_then_its_error(sent: bytes, content: bytes, message: str) -> None:
    for cut in (1, len(CHUNKED), len(CHUNKED) + 4, len(sent) - 1, len(sent)):
        exchange = asked()
        assert fed(exchange, sent[:cut], sent[cut:], b"", b"late") == content
        assert exchange.done
        assert str(exchange.error) == message


@pytest.mark.parametrize(
    ("pieces", "closed"),
    [
        ([b""], True),
        ([b"HTTP/1.1 200 OK\r\nContent-Ty", b""], True),
        ([b"HTTP/1.1 103 Early\r\n\r\n", b""], True),
        ([b"220 smtp.example.org ESMTP\r\n\r\n"], False),
        ([b"\x15\x03\x01\x00\x02\x02\x46"], False),
        ([OK + b"X: " + b"a" * 200_000], False),
        ([OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n"], False),
        ([OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n"], False),
        ([b"HTTP/1.1 101 Hm\r\n\r\n"], False),
    ],
)
def test_no_answer_is_told_from_no_http(pieces: list[bytes], closed: bool) -> None:
    exchange = asked()
    with pytest.raises(NoAnswer) as caught:
        fed(exchange, *pieces)
    assert caught.value.closed is closed
    assert exchange.head is None


def test_a_refusal_can_be_read_before_the_request_is_sent() -> None:
    exchange = Exchange("POST", b"/build", [HOST, (b"Transfer-Encoding", b"chunked")])
    exchange.data(b"abc")
    assert exchange.feed(b"HTTP/1.1 500 Oops\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno") == b"no"
    assert exchange.head is not None
    assert (exchange.head.status, exchange.done) == (500, True)


def test_a_long_head_is_read() -> None:
    exchange = asked()
    exchange.feed(OK + b"X: " + b"a" * 90_000 + b"\r\n\r\n")
    assert exchange.head is not None


@pytest.mark.parametrize(
    ("method", "status", "headers", "kind"),
    [
        ("GET", 101, {"content-length": "5"}, UntilClosed),
        ("HEAD", 200, {"transfer-encoding": "chunked"}, Counted),
        ("GET", 200, {"transfer-encoding": "Chunked", "content-length": "5"}, Chunked),
        ("GET", 200, {"content-length": "5"}, Counted),
        ("GET", 200, {}, UntilClosed),
    ],
)
def test_how_a_body_ends_is_told_by_the_head(method: str, status: int, headers: dict[str, str], kind: type) -> None:
    fields = tuple((name.encode(), value.encode()) for name, value in headers.items())
    assert type(body_for(method, Head(status, fields))) is kind


@given(st.lists(st.binary(min_size=1, max_size=300), max_size=8), st.lists(st.integers(1, 400), max_size=8))
def test_chunks_are_joined_wherever_they_are_cut(chunks: list[bytes], lengths: list[int]) -> None:
    data = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
    decoder, came = Chunked(), []
    for length in lengths:
        came.append(decoder.feed(data[:length]))
        data = data[length:]
    came.append(decoder.feed(data))
    assert b"".join(came) == b"".join(chunks)
    assert decoder.done


@given(st.binary(max_size=200))
def test_no_bytes_make_chunks_fail_otherwise_than_by_a_stream_error(data: bytes) -> None:
    decoder = Chunked()
    with contextlib.suppress(StreamError):
        assert len(decoder.feed(data)) <= len(data)
        if not decoder.done:
            decoder.end()
