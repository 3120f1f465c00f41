"""An answer to a value or an error."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from dynclient.api.answer.archive import Archive
from dynclient.api.answer.frames import Frame
from dynclient.api.answer.interpret import error_message, interpret, parse_json, partial_value, refusal, versions_told
from dynclient.api.answer.output import Output
from dynclient.api.answer.result import Result, ResultList, response_of
from dynclient.api.public import Api
from dynclient.errors import (
    APIError,
    BadRequest,
    Conflict,
    InvalidAnswer,
    NotFound,
    Response,
    ServerError,
    StreamError,
    Unavailable,
)

JSON, TEXT, HTML = "application/json", "text/plain; charset=utf-8", "text/html"
FRAMED, RAW = "application/vnd.docker.multiplexed-stream", "application/vnd.docker.raw-stream"
PART = "#/components/schemas/Part"
THING = {
    "type": "object",
    "properties": {"Name": {"type": "string"}, "Parts": {"type": "array", "items": {"$ref": PART}}},
}
EVENTS, SEQUENCE = "text/event-stream", "application/json-seq"
PAGE = b"<!DOCTYPE html>\n<html><head><title>\n Sign\n in </title></head><body>...</body></html>"

OPERATIONS: dict[str, dict[str, Any]] = {
    "ThingGet": {"responses": {"200": {"content": {JSON: {"schema": THING}}}}},
    "ThingList": {"responses": {"200": {"content": {JSON: {"schema": {"$ref": "#/components/schemas/Things"}}}}}},
    "ThingNone": {"responses": {"200": {"content": {JSON: {"schema": {"type": ["array", "null"]}}}}}},
    "ThingStart": {"responses": {"204": {"description": "Done."}}},
    "ThingPull": {"x-answer": {"kind": "lines", "item": THING}},
    "ThingStats": {"x-answer": {"kind": "lines", "item": THING, "single": True}},
    "ThingLogs": {"x-answer": {"kind": "frames"}},
    "ThingAttach": {"x-answer": {"kind": "hijack"}},
    "ThingExport": {"x-answer": {"kind": "tar"}},
    "ThingStat": {"x-answer": {"kind": "header", "name": "X-Stat", "schema": THING}},
    "ThingBytes": {"x-answer": {"kind": "bytes"}},
    "ThingText": {"x-answer": {"kind": "text"}},
    "ThingNothing": {"x-answer": {"kind": "empty"}},
    "ThingFile": {"responses": {"200": {"content": {JSON: {"schema": {"title": "File"}}}}}},
    "ThingDownload": {"responses": {"200": {"content": {JSON: {"schema": {"type": "string", "format": "binary"}}}}}},
    "ThingLog": {"responses": {"200": {"content": {JSON: {"schema": {"type": "string"}}}}}},
    "ThingTable": {"responses": {"200": {"content": {JSON: {"schema": THING}, "text/csv": {}, "application/pdf": {}}}}},
    "ThingAny": {"responses": {"200": {"content": {"*/*": {"schema": THING}}}}},
    "ThingXml": {"responses": {"200": {"content": {"application/xml": {"schema": THING}}}}},
    "ThingNote": {"responses": {"200": {"content": {"text/plain": {"schema": {"type": "string"}}}}}},
    "ThingEvents": {"responses": {"200": {"content": {JSON: {"schema": THING}, EVENTS: {}}}}},
    "ThingRows": {"responses": {"200": {"content": {"application/x-ndjson": {"schema": THING}}}}},
    "ThingWatch": {"responses": {"200": {"content": {JSON: {"schema": THING}, f"{JSON};stream=watch": {}}}}},
    "ThingStrange": {"x-answer": {"kind": "unheard-of"}},
}
RULES = [
    {"status": 500, "matches": "out of sequence", "means": 409},
    {"status": 500, "matches": "parsing", "means": 400, "operations": ["ThingPull"]},
    {"status": 400, "matches": "^client version [0-9.]+ is too (new|old)", "means": "version"},
]


@pytest.fixture
def api(make_api: Callable[..., Api]) -> Api:
    """Return operations with an answer of every kind, and rules on errors."""
    paths = {f"/{name}": {"get": {"operationId": name, "tags": ["Thing"], **node}} for name, node in OPERATIONS.items()}
    part = {"type": "object", "properties": {"Size": {"type": "integer"}}}
    return make_api(paths, {"Part": part, "Things": {"type": "array", "items": THING}}, x_errors=RULES)


def answer(name: str | None, content_type: str = "", status: int = 200, **headers: str) -> Response:
    given = {"content-type": content_type} if content_type else {}
    return Response(status, {**given, **headers}, name or "GET /x", "GET", "/x")


def value(api: Api, name: str | None, content: bytes, content_type: str = "", **more: Any) -> Any:
    operation = api.operations[name] if name else None
    return interpret(api, operation, answer(name, content_type, **more), content)


def frame(stream: int, data: bytes) -> bytes:
    return bytes([stream, 0, 0, 0]) + len(data).to_bytes(4, "big") + data


STAT = base64.b64encode(b'{"Name": "hosts"}').decode()
VALUES: dict[str, tuple[str | None, bytes, str, Any]] = {
    "an object": ("ThingGet", b'{"Name": "a"}', JSON, Result({"Name": "a"})),
    "a list": ("ThingGet", b'[{"Name": "a"}]', JSON, ResultList([{"Name": "a"}])),
    "a JSON string": ("ThingGet", b'"abc"\n', JSON, "abc"),
    "null": ("ThingGet", b"null", JSON, None),
    "null for a list": ("ThingList", b"null\n", JSON, ResultList()),
    "null that is declared beside a list": ("ThingNone", b"null", JSON, None),
    "nothing": ("ThingGet", b"", JSON, None),
    "nothing but blanks": ("ThingGet", b"\n", "", None),
    "JSON without a content type": ("ThingGet", b"{}", "", Result()),
    "invalid UTF-8 is replaced": ("ThingGet", b'{"Name": "\xff"}', JSON, Result({"Name": "�"})),
    "a byte-order mark": ("ThingGet", b'\xef\xbb\xbf{"Name": "a"}', JSON, Result({"Name": "a"})),
    "half of a surrogate pair": ("ThingGet", b'{"Name": "\\ud800"}', JSON, Result({"Name": "\ud800"})),
    "text where nothing is published": ("ThingStart", b"OK", TEXT, "OK"),
    "bytes where nothing is published": ("ThingStart", b"\x00", "application/octet-stream", b"\x00"),
    "messages": ("ThingPull", b'{"Name": "a"}\r\n{"Name": "b"}', JSON, ResultList([{"Name": "a"}, {"Name": "b"}])),
    "no messages": ("ThingPull", b"", JSON, ResultList()),
    "a number at the end": ("ThingPull", b"{} 5", JSON, ResultList([{}, 5])),
    "one message for all": ("ThingStats", b'{"Name": "a"}\n', JSON, Result({"Name": "a"})),
    "several messages for one": ("ThingStats", b"{}{}", JSON, ResultList([{}, {}])),
    "frames": (
        "ThingLogs",
        frame(1, b"a") + frame(2, b"b"),
        FRAMED,
        Output((Frame("stdout", b"a"), Frame("stderr", b"b"))),
    ),
    "a terminal's output": ("ThingLogs", b"\x01\x00ab", RAW, Output((Frame("stdout", b"\x01\x00ab"),))),
    "no output": ("ThingLogs", b"", FRAMED, Output()),
    "a hijacked connection": ("ThingAttach", frame(1, b"a"), FRAMED, Output((Frame("stdout", b"a"),))),
    "bytes": ("ThingBytes", b"\x00\xff", JSON, b"\x00\xff"),
    "text": ("ThingText", b"a\xff", JSON, "a�"),
    "empty": ("ThingNothing", b"whatever", TEXT, None),
    "a header": ("ThingStat", b"", "", Result({"Name": "hosts"})),
    "an unknown kind is JSON": ("ThingStrange", b"{}", JSON, Result()),
    "a file where anything may come": ("ThingFile", b"\x00", "application/pdf", b"\x00"),
    "text where anything may come": ("ThingFile", b"hi", TEXT, "hi"),
    "a page where anything may come": ("ThingFile", PAGE, HTML, PAGE.decode()),
    "JSON where anything may come": ("ThingFile", b"{}", JSON, Result()),
    "a download": ("ThingDownload", b'{"a": 1}', JSON, b'{"a": 1}'),
    "a download of another type": ("ThingDownload", b"\x00", "image/png", b"\x00"),
    "text where a JSON string is published": ("ThingLog", b"line\n", TEXT, "line\n"),
    "a JSON string where one is published": ("ThingLog", b'"line"', JSON, "line"),
    "text that is declared beside JSON": ("ThingTable", b"a,b\n", "text/csv", "a,b\n"),
    "bytes that are declared beside JSON": ("ThingTable", b"%PDF", "application/pdf", b"%PDF"),
    "nothing of a type that is declared": ("ThingTable", b"", "text/csv", None),
    "text in its charset": ("ThingTable", "ä".encode("latin-1"), "text/csv; charset=ISO-8859-1", "ä"),
    "text in a charset that nobody knows": ("ThingTable", "ä".encode(), "text/csv; charset=x-none", "ä"),
    "JSON called text": ("ThingGet", b'{"Name": "a"}', TEXT, Result({"Name": "a"})),
    "JSON called JavaScript": ("ThingGet", b'{"Name": "a"}', "text/javascript", Result({"Name": "a"})),
    "blanks called text": ("ThingGet", b"\n", TEXT, None),
    "JSON of a vendor's": ("ThingGet", b"{}", "application/vnd.x+json; v=1", Result()),
    "JSON where any type is declared": ("ThingAny", b'{"Name": "a"}', JSON, Result({"Name": "a"})),
    "text where any type is declared": ("ThingAny", b"a", TEXT, "a"),
    "JSON where XML is declared": ("ThingXml", b'{"Name": "a"}', JSON, Result({"Name": "a"})),
    "XML": ("ThingXml", b"<a/>", "application/xml", b"<a/>"),
    "bytes without a type": ("ThingXml", b"<a/>", "", b"<a/>"),
    "a note": ("ThingNote", b"a", TEXT, "a"),
    "no note": ("ThingNote", b"", TEXT, ""),
    "a note without a type": ("ThingNote", b"a", "", "a"),
    "bytes where a note is declared": ("ThingNote", b"a", "image/png", b"a"),
    "parts are left as bytes": ("ThingNote", b"--b--", "multipart/mixed; boundary=b", b"--b--"),
    "events": (
        "ThingEvents",
        b'data: {"Name": "a"}\n\nevent: end\nid: 7\ndata: [DONE]\n\n',
        f"{EVENTS}; charset=utf-8",
        ResultList([{"event": "message", "data": {"Name": "a"}}, {"event": "end", "data": "[DONE]", "id": "7"}]),
    ),
    "JSON beside events": ("ThingEvents", b"{}", JSON, Result()),
    "lines": (
        "ThingRows",
        b'{"Name": "a"}\n{"Name": "b"}\n',
        "application/x-ndjson",
        ResultList([{"Name": "a"}, {"Name": "b"}]),
    ),
    "lines without a type": ("ThingRows", b"{}\n{}\n", "", ResultList([{}, {}])),
    "lines called JSON": ("ThingRows", b"{}\n{}\n", JSON, ResultList([{}, {}])),
    "a line that speaks of an error": (
        "ThingRows",
        b'{"error": "x"}\n',
        "application/jsonl",
        ResultList([{"error": "x"}]),
    ),
    "a text sequence": ("ThingRows", b"\x1e{}\n\x1e{}\n", SEQUENCE, ResultList([{}, {}])),
    "what Kubernetes watches": ("ThingWatch", b"{}\n{}\n", JSON, ResultList([{}, {}])),
    "a raw request's lines": (None, b"{}\n{}\n", "application/x-ndjson", ResultList([{}, {}])),
    "a raw request's JSON": (None, b'{"a": 1}', "application/problem+json", Result({"a": 1})),
    "a raw request's text": (None, b"OK", TEXT, "OK"),
    "a raw request's page": (None, b"<html></html>", HTML, "<html></html>"),
    "a raw request's bytes": (None, b"\x00", "application/x-tar", b"\x00"),
}


@pytest.mark.parametrize(("name", "content", "kind", "expected"), VALUES.values(), ids=VALUES.keys())
def test_a_success_becomes_a_value(api: Api, name: str | None, content: bytes, kind: str, expected: Any) -> None:
    headers = {"x-stat": STAT} if name == "ThingStat" else {}
    made = value(api, name, content, kind, **headers)
    assert (made, type(made)) == (expected, type(expected))


def test_a_tar_becomes_an_archive(api: Api) -> None:
    made = value(api, "ThingExport", b"tar", "application/x-tar")
    assert isinstance(made, Archive)
    assert made.read() == b"tar"


@pytest.mark.parametrize(
    ("name", "content", "pick"),
    [
        ("ThingGet", b"{}", lambda made: made),
        ("ThingPull", b"{}", lambda made: made[0]),
        ("ThingStats", b"{}", lambda made: made),
        ("ThingStat", b"", lambda made: made),
    ],
    ids=["JSON", "messages", "one message", "a header"],
)
def test_a_value_knows_what_is_declared_and_what_it_came_with(
    api: Api, name: str, content: bytes, pick: Callable[[Any], Any]
) -> None:
    made = pick(value(api, name, content, JSON, **{"x-stat": base64.b64encode(b"{}").decode()}))
    assert made.parts is None
    assert response_of(made).operation == name
    with pytest.raises(AttributeError):
        _ = made.nothing


def test_not_modified_is_none(api: Api) -> None:
    assert value(api, "ThingStart", b"", status=304) is None


# --- errors


@pytest.mark.parametrize(
    ("content", "kind", "headers", "message"),
    [
        (b'{"message": " No such thing: x\\n"}', JSON, {}, "No such thing: x"),
        (b'{"message": "No such thing"}', TEXT, {}, "No such thing"),
        (b'{"message": ""}', JSON, {}, '{"message": ""}'),
        (b'{"message": ["a"]}', JSON, {}, '{"message": ["a"]}'),
        (b'{"error": "broken"}', JSON, {}, 'broken'),
        (b'["broken"]', JSON, {}, '["broken"]'),
        (b'"broken"', JSON, {}, 'broken'),
        (b"{broken", JSON, {}, "{broken"),
        (b'{"a":' * 100_000, JSON, {}, '{"a":' * 60 + "… (500000 characters)"),
        (b"page not found\n", TEXT, {}, "page not found"),
        (b"a\xff", TEXT, {}, "a�"),
        (b"x" * 301, TEXT, {}, "x" * 300 + "… (301 characters)"),
        (json.dumps({"message": "x" * 4001}).encode(), JSON, {}, "x" * 4000 + "… (4001 characters)"),
        (PAGE, HTML, {}, "an HTML page, not the API's answer: Sign in"),
        (b"<HTML>nothing", "", {}, "an HTML page, not the API's answer: no title"),
        (b"", "", {}, "Not Found (the answer has no body)"),
        (b"", "", {"location": "/v1.45/things"}, "a redirect to /v1.45/things, which is not followed"),
        (b"", "", {"location": "/" * 301}, f"a redirect to {'/' * 300}… (301 characters), which is not followed"),
    ],
    ids=[
        "the engine's", "under another content type", "empty", "no text", "another shape", "a list", "a text",
        "no JSON", "nested too deeply", "plain text", "no UTF-8", "long text", "a long message", "a page",
        "a page without a title", "nothing", "a redirect", "a long redirect",
    ],
)  # fmt: skip
def test_an_error_has_the_engines_message_or_what_is_left_of_one(
    content: bytes, kind: str, headers: dict[str, str], message: str
) -> None:
    assert error_message(answer("ThingGet", kind, 404, **headers), content) == message


def test_an_unknown_status_has_no_phrase() -> None:
    assert error_message(answer("ThingGet", status=599), b"") == "unknown status (the answer has no body)"


def test_an_error_is_raised_with_all_its_fields(api: Api) -> None:
    response = answer("ThingGet", JSON, 404)
    with pytest.raises(NotFound) as caught:
        interpret(api, api.operations["ThingGet"], response, b'{"message": "No such thing: x"}')
    assert str(caught.value) == "ThingGet: 404 No such thing: x"
    assert caught.value.__dict__ == {
        "message": "No such thing: x",
        "status": 404,
        "operation": "ThingGet",
        "response": response,
        "content": b'{"message": "No such thing: x"}',
    }
    assert caught.value.body == {"message": "No such thing: x"}


@pytest.mark.parametrize(
    ("name", "status", "message", "kind"),
    [
        ("ThingGet", 500, "update out of sequence", Conflict),
        ("ThingGet", 502, "update out of sequence", ServerError),
        ("ThingPull", 500, "strconv.Atoi: parsing", BadRequest),
        ("ThingGet", 500, "strconv.Atoi: parsing", ServerError),
        ("ThingGet", 400, "client version 1.99 is too new", BadRequest),
        ("ThingGet", 307, "elsewhere", APIError),
    ],
)
def test_some_errors_mean_another_status(api: Api, name: str, status: int, message: str, kind: type[APIError]) -> None:
    error = refusal(api, answer(name, TEXT, status), message.encode())
    assert (type(error), error.status, error.message) == (kind, status, message)


def test_an_engine_that_does_not_speak_the_version_says_so(api: Api) -> None:
    message = b'{"message": "client version 1.99 is too new. Maximum supported API version is 1.45"}'
    assert versions_told(api, answer("ThingGet", JSON, 400), message) == {"newest": "", "oldest": ""}
    assert versions_told(api, answer("ThingGet", JSON, 500), message) is None
    assert versions_told(api, answer("ThingGet", JSON, 400), b'{"message": "bad parameter"}') is None


WRONG: dict[str, tuple[str, bytes, str, str]] = {
    "no JSON": (
        "ThingGet",
        b"not JSON",
        JSON,
        "ThingGet: 200 the answer is not JSON, but 8 bytes that begin with 'not JSON' (application/json)",
    ),
    "a page where output is expected": (
        "ThingLogs",
        PAGE,
        HTML,
        "ThingLogs: 200 an HTML page, not the API's answer: Sign in (text/html)",
    ),
    "a page where an archive is expected": (
        "ThingExport",
        PAGE,
        HTML,
        "ThingExport: 200 an HTML page, not the API's answer: Sign in (text/html)",
    ),
    "a page where text is expected": (
        "ThingText",
        PAGE,
        f"{HTML}; charset=utf-8",
        "ThingText: 200 an HTML page, not the API's answer: Sign in (text/html; charset=utf-8)",
    ),
    "no JSON, and no content type": (
        "ThingGet",
        b"\x00\xff" * 50,
        "",
        f"ThingGet: 200 the answer is not JSON, but 100 bytes that begin with {(chr(0) + '�') * 20!r}"
        " (no content type)",
    ),
    "cut JSON": (
        "ThingGet",
        b'{"Name": ',
        JSON,
        "ThingGet: 200 the answer is not JSON, but 9 bytes that begin with '{\"Name\":' (application/json)",
    ),
    "a zero byte": (
        "ThingGet",
        b'{\x00"ab',
        JSON,
        "ThingGet: 200 the answer is not JSON, but 5 bytes that begin with '{\\x00\"ab' (application/json)",
    ),
    "nested too deeply": (
        "ThingGet",
        b"[" * 100_000,
        JSON,
        "ThingGet: 200 the answer is JSON nested deeper than Python reads it: 100000 bytes that begin with "
        f"'{'[' * 40}' (application/json)",
    ),
    "a number too long": (
        "ThingGet",
        b"1" * 5000,
        JSON,
        "ThingGet: 200 the answer is JSON with an integer of more than 4300 digits, which Python does not read: "
        f"5000 bytes that begin with '{'1' * 40}' (application/json)",
    ),
    "text where JSON is expected": (
        "ThingGet",
        b"OK",
        TEXT,
        "ThingGet: 200 the answer is not JSON, but 2 bytes that begin with 'OK' (text/plain; charset=utf-8)",
    ),
    "a page where JSON is expected": (
        "ThingGet",
        PAGE,
        HTML,
        "ThingGet: 200 an HTML page, not the API's answer: Sign in (text/html)",
    ),
    "a page where nothing is expected": (
        "ThingStart",
        PAGE,
        HTML,
        "ThingStart: 200 an HTML page, not the API's answer: Sign in (text/html)",
    ),
    "no header": ("ThingStat", b"", "", "ThingStat: 200 the answer lacks its header X-Stat (no content type)"),
}


@pytest.mark.parametrize(("name", "content", "kind", "message"), WRONG.values(), ids=WRONG.keys())
def test_a_success_that_does_not_fit_is_an_error(api: Api, name: str, content: bytes, kind: str, message: str) -> None:
    with pytest.raises(InvalidAnswer) as caught:
        value(api, name, content, kind)
    assert str(caught.value) == message
    assert (caught.value.status, caught.value.operation, caught.value.content) == (200, name, content)
    assert caught.value.response is not None


@pytest.mark.parametrize("header", ["!", base64.b64encode(b"{").decode()], ids=["no base64", "no JSON"])
def test_a_header_that_cannot_be_read_is_an_error(api: Api, header: str) -> None:
    with pytest.raises(InvalidAnswer) as caught:
        value(api, "ThingStat", b"", **{"x-stat": header})
    assert caught.value.body is None
    assert str(caught.value) == "ThingStat: 200 the path stat is not JSON in standard base64 (no content type)"


def test_json_is_read_for_others_too() -> None:
    assert parse_json(answer(None), b"[1]") == [1]


def test_a_cut_sequence_has_what_came_before(api: Api) -> None:
    with pytest.raises(StreamError) as caught:
        value(api, "ThingRows", b'{"Name": "a"}\n{"Na', "application/x-ndjson")
    assert caught.value.partial == [{"Name": "a"}]


HAPROXY = b"<html><body><h1>403 Forbidden</h1>\nRequest forbidden by administrative rules.\n</body></html>\n"
SAID: dict[str, tuple[bytes, str]] = {
    "RFC 9457": (b'{"type": "about:blank", "title": "Out of stock", "detail": "3 left"}', "Out of stock: 3 left"),
    "a title alone": (b'{"title": "Out of stock"}', "Out of stock"),
    "ASP.NET": (
        b'{"title": "Invalid", "errors": {"Name": ["is long", "is odd"], "$": [{}]}}',
        "Invalid: Name: is long, is odd; $",
    ),
    "FastAPI": (
        b'{"detail": [{"loc": ["body", "a", 0], "msg": "Field required"}, {"loc": ["query"], "msg": "odd"}]}',
        "body.a.0: Field required; query: odd",
    ),
    "FastAPI's text": (b'{"detail": "Not found"}', "Not found"),
    "Stripe": (b'{"error": {"type": "card_error", "message": "Declined."}}', "Declined."),
    "OAuth 2": (b'{"error": "invalid_grant", "error_description": "It is over."}', "It is over."),
    "a registry": (b'{"errors": [{"code": "DENIED", "message": "no access"}]}', "no access"),
    "JSON:API": (b'{"errors": [{"title": "No", "detail": "It is taken.", "source": {}}]}', "No: It is taken."),
    "texts": (b'{"errors": ["a", "b"]}', "a; b"),
    "capitals": (b'{"Message": "No."}', "No."),
    "Jira": (b'{"errorMessages": ["No."], "errors": {}}', "No."),
    "a place beside it": (
        b'{"message": "Bad", "details": [{"field": "name", "description": "too long"}]}',
        "Bad: name: too long",
    ),
    "nothing known": (b'{"a": {"b": "c"}}', '{"a": {"b": "c"}}'),
    "an error within errors": (b'{"error":' * 9 + b'"x"' + b"}" * 9, '{"error":' * 9 + '"x"' + "}" * 9),
    "a page": (
        HAPROXY,
        "an HTML page, not the API's answer: 403 Forbidden: Request forbidden by administrative rules.",
    ),
    "a page with a title and a heading": (
        b"<html><title>Gone</title><h1>Sorry</h1><style>h1 {}</style></html>",
        "an HTML page, not the API's answer: Gone: Sorry",
    ),
    "a page whose heading says it all": (
        b"<html><title>404</title><h1>404 Not Found</h1><hr>nginx &amp; co</html>",
        "an HTML page, not the API's answer: 404 Not Found: nginx & co",
    ),
    "a page with a heading behind which is nothing": (
        b"<html><h1></h1>x</html>",
        "an HTML page, not the API's answer: x",
    ),
}


@pytest.mark.parametrize(("content", "message"), SAID.values(), ids=SAID.keys())
def test_the_words_of_an_error_are_found_where_servers_have_them(api: Api, content: bytes, message: str) -> None:
    error = refusal(api, answer("ThingGet", JSON, 422), content)
    assert (error.message, error.content) == (message, content)
    assert error.body == (content.decode() if content.startswith(b"<") else json.loads(content))


@pytest.mark.parametrize(
    ("engine", "content", "kind"),
    [
        (True, PAGE, APIError),
        (True, b'{"message": "No such container"}', NotFound),
        (True, b"page not found", NotFound),
        (False, PAGE, NotFound),
    ],
)
def test_a_missing_page_says_nothing_of_the_object(
    make_api: Callable[..., Api], engine: bool, content: bytes, kind: type[APIError]
) -> None:
    made = make_api({}, x_engine=engine)
    error = refusal(made, answer("ThingGet", HTML, 404), content)
    assert (type(error), error.status) == (kind, 404)


# --- streams that were read to their end

STREAMS: dict[str, tuple[str, bytes, str, str, Any]] = {
    "the engine reports a failure": (
        "ThingPull",
        b'{"Name": "a"}\n{"errorDetail": {"message": "no such image"}, "error": "..."}\n',
        JSON,
        "ThingPull: no such image",
        ResultList([{"Name": "a"}, {"errorDetail": {"message": "no such image"}, "error": "..."}]),
    ),
    "a failure before the cut": (
        "ThingPull",
        b'{"error": "no such image"}\n{"Na',
        JSON,
        "ThingPull: no such image",
        ResultList([{"error": "no such image"}]),
    ),
    "cut inside of a message": (
        "ThingPull",
        b'{"Name": "a"}\n{"Na',
        JSON,
        "ThingPull: the stream was cut inside a JSON value that begins with '{\"Na'",
        ResultList([{"Name": "a"}]),
    ),
    "a page in place of messages": (
        "ThingPull",
        b'{"Name": "a"}\n<html>',
        JSON,
        "ThingPull: the stream has something in it that is not JSON: '<html>'",
        ResultList([{"Name": "a"}]),
    ),
    "a list and a number are no messages": (
        "ThingPull",
        b'[{"error": 1}] 5 {"a',
        JSON,
        "ThingPull: the stream was cut inside a JSON value that begins with '{\"a'",
        ResultList([[{"error": 1}], 5]),
    ),
    "cut inside of a frame": (
        "ThingLogs",
        frame(1, b"ab") + frame(2, b"cdef")[:-1],
        FRAMED,
        "ThingLogs: the stream was cut inside a frame: 1 bytes of it are missing",
        Output((Frame("stdout", b"ab"), Frame("stderr", b"cde"))),
    ),
    "something else than frames": (
        "ThingLogs",
        frame(1, b"ab") + b"hello, world",
        FRAMED,
        "ThingLogs: this is not a multiplexed stream: a frame begins with a byte from 0 to 3 and three zero bytes, "
        "here is b'hello, w'; the output of a terminal (Tty) has no frames",
        Output((Frame("stdout", b"ab"),)),
    ),
}


@pytest.mark.parametrize(("name", "content", "kind", "message", "partial"), STREAMS.values(), ids=STREAMS.keys())
def test_a_broken_stream_is_an_error_with_what_came_before(
    api: Api, name: str, content: bytes, kind: str, message: str, partial: Any
) -> None:
    with pytest.raises(StreamError) as caught:
        value(api, name, content, kind)
    assert str(caught.value) == message
    assert caught.value.operation == name
    assert (caught.value.partial, type(caught.value.partial)) == (partial, type(partial))


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("ThingPull", b'{"a": 1}{"b', ResultList([{"a": 1}])),
        ("ThingPull", b"", ResultList()),
        ("ThingPull", b"{} 5", ResultList([{}, 5])),
        ("ThingPull", b"<html>", b"<html>"),
        ("ThingLogs", frame(1, b"a") + frame(1, b"bcd")[:-2], Output((Frame("stdout", b"a"), Frame("stdout", b"b")))),
        ("ThingLogs", frame(1, b"a")[:4], Output()),
        ("ThingLogs", b"no frames", b"no frames"),
        ("ThingAttach", frame(2, b"a"), Output((Frame("stderr", b"a"),))),
        ("ThingGet", b'{"a', b'{"a'),
        ("ThingExport", b"tar", b"tar"),
        (None, b"abc", b"abc"),
    ],
)
def test_a_cut_answer_is_kept_as_far_as_it_came(api: Api, name: str | None, content: bytes, expected: Any) -> None:
    made = partial_value(api.operations[name] if name else None, content)
    assert (made, type(made)) == (expected, type(expected))


NO_LEADER = (
    "rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that too few managers are up."
)
NO_FILE = "crun: executable file `nope` not found in $PATH: No such file or directory: "
MEANT: dict[str, tuple[str, str, type[APIError]]] = {
    "a command that is not there, Podman": (
        "ContainerStart",
        f"{NO_FILE}OCI runtime attempted to invoke a command that was not found",
        BadRequest,
    ),
    "the same of runc": (
        "ContainerStart",
        'runc: unable to start container process: exec: "/nope": stat /nope: no such file: '
        "OCI runtime attempted to invoke a command that was not found",
        BadRequest,
    ),
    "a command that may not be run": (
        "ContainerStart",
        'runc: exec: "/etc": permission denied: OCI permission denied',
        BadRequest,
    ),
    "a file of the runtime's own that is not there": (
        "ContainerAttach",
        "preparing container a for attach: crun: openat2 `/sys/fs/cgroup/a/pids.max`: No such file or directory: "
        "OCI runtime attempted to invoke a command that was not found",
        ServerError,
    ),
    "a swarm without a leader": ("NodeList", NO_LEADER, Unavailable),
    "the same within the swarm": ("ServiceList", "raft: no elected cluster leader", Unavailable),
}


@pytest.mark.parametrize(("name", "message", "kind"), MEANT.values(), ids=MEANT.keys())
def test_an_engine_s_500_means_what_its_words_say(docker: Api, name: str, message: str, kind: type[APIError]) -> None:
    error = refusal(docker, answer(name, JSON, 500), json.dumps({"message": message}).encode())
    assert (type(error), error.status, error.message) == (kind, 500, message)
