"""Signatures, docstrings, help and search."""

from __future__ import annotations

import inspect
import pydoc
from collections.abc import Callable
from typing import Any

import pytest

from dynclient.api.help import LazyDoc, answer_text, find, help_text
from dynclient.api.model import Api, Operation

Make = Callable[..., Operation]

STRING, INTEGER = {"type": "string"}, {"type": "integer"}
JSON = "application/json"


def parameter(name: str, place: str = "query", schema: Any = STRING, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": place, "schema": schema, **more}


FULL: dict[str, Any] = {
    "summary": "Do something.",
    "description": "It is done\n at once.",
    "parameters": [
        parameter("id", "path", description="Which thing."),
        parameter("fromImage", schema={"type": ["string", "null"]}),
        parameter("how", schema={**STRING, "enum": ["a", "b"]}, description="In which way.", required=True),
        parameter("since", schema={"type": "number"}, **{"x-time": True}),
        parameter("t", schema=INTEGER, **{"x-duration": "s"}),
        {
            "name": "filters",
            "in": "query",
            "content": {
                JSON: {
                    "schema": {"type": "object", "properties": {"until": {"type": "array"}, "label": {"type": "array"}}}
                }
            },
        },
        parameter("from", schema={"anyOf": [STRING, INTEGER]}),
    ],
    "requestBody": {
        "description": "What to do.",
        "required": True,
        "content": {
            JSON: {
                "schema": {
                    "type": "object",
                    "required": ["Name"],
                    "properties": {
                        "Name": {**STRING, "description": "A name."},
                        "Driver": {**STRING, "x-known": ["local", None], "x-open": True},
                        "Interval": {"type": "integer", "x-duration": "ns"},
                        "Anything": {},
                        "Flags": {"type": "array", "items": {"type": "boolean"}},
                    },
                }
            }
        },
    },
    "x-answer": {"kind": "lines", "endless": {"follow": [True], "until": [None, 0]}},
}
TEXT = """\
Do something.

ThingDo: POST /things/{id}

It is done at once.

Arguments:
    id (a string, required):
        Which thing.
    from_image (a string, sent as fromImage)
    how (a string, required):
        In which way. One of: 'a', 'b'.
    since (Unix seconds, a datetime, a timedelta (ago) or RFC 3339 text)
    t (an integer (s) or a timedelta)
    filters (a dict):
        Keys: label, until.
    from_ (a string or an integer, sent as from)
    name (a string, required, sent as Name):
        A name.
    driver (a string, sent as Driver):
        Known: 'local'.
    interval (an integer (ns) or a timedelta, sent as Interval)
    anything (a JSON value, sent as Anything)
    flags (a list, sent as Flags)
    body: the whole body as one dict, in place of its properties

Gives:
    a ResultList of the stream's messages, read to its end; a failure in it is a StreamError
    It has no end while follow is True and until is left out or 0."""


@pytest.fixture
def full(make: Make) -> Operation:
    """Give an operation with a bit of everything."""
    return make(FULL, path="/things/{id}")


def test_help_tells_what_an_operation_does_takes_and_gives(full: Operation) -> None:
    assert help_text(full) == TEXT


def test_help_of_an_operation_without_words_is_short(make: Make) -> None:
    assert help_text(make({})) == (
        "ThingDo.\n\nThingDo: POST /things\n\nGives:\n    a Result or ResultList, or None where the answer is empty"
    )


def test_help_on_a_binary_body_says_what_it_may_be(make: Make) -> None:
    content = {"application/x-tar": {"schema": {"type": "string", "format": "binary"}}}
    text = help_text(make({"requestBody": {"required": True, "description": "A tar.", "content": content}}))
    assert text.splitlines()[4:7] == [
        "Arguments:",
        "    body (bytes, a binary file, a pathlib.Path or an iterator of bytes, required):",
        "        A tar.",
    ]


def test_a_long_description_is_wrapped_but_not_at_hyphens(make: Make) -> None:
    text = help_text(make({"parameters": [parameter("x", description="is-task " * 20)]}))
    assert [line for line in text.splitlines() if line.startswith("        ")] == [
        f"        {'is-task ' * 11}".rstrip(),
        f"        {'is-task ' * 9}".rstrip(),
    ]


def test_a_signature_has_path_parameters_by_position_and_the_rest_by_keyword(full: Operation) -> None:
    assert str(full.signature) == (
        "(id: str, *, from_image: str | None = None, how: str, since: float | None = None, t: int | None = None, "
        "filters: dict | None = None, from_=None, name: str, driver: str | None = None, interval: int | None = None, "
        "anything=None, flags: list | None = None, body: dict | None = None)"
    )


def test_two_names_of_one_spelling_stand_once_in_a_signature(make: Make) -> None:
    operation = make({"parameters": [parameter("fromImage"), parameter("from_image")]})
    assert str(operation.signature) == "(*, from_image: str | None = None)"


OBJECT = {"type": "object", "properties": dict.fromkeys("ABCDEFGHI", STRING)}
SMALL = {"type": "object", "properties": {"A": STRING, "B": STRING}}
ANSWERS: dict[str, tuple[Any, str]] = {
    "an object": (SMALL, "a Result with A, B"),
    "a large object": (OBJECT, "a Result with A, B, C, D, E, F, G, H, …"),
    "a list of objects": ({"type": "array", "items": SMALL}, "a ResultList of Results with A, B"),
    "a list of texts": ({"type": "array", "items": STRING}, "a ResultList"),
    "a list of anything": ({"type": "array"}, "a ResultList"),
    "a map": ({"type": "object", "additionalProperties": STRING}, "a Result"),
    "a text": (STRING, "a string"),
    "a number or nothing": ({"type": ["integer", "null"]}, "an integer"),
    "alternatives": ({"oneOf": [SMALL]}, "a Result with A, B"),
}


@pytest.mark.parametrize(("schema", "expected"), ANSWERS.values(), ids=ANSWERS.keys())
def test_what_json_an_operation_gives_is_said_in_a_line(make: Make, schema: Any, expected: str) -> None:
    assert answer_text(make({"responses": {"200": {"content": {JSON: {"schema": schema}}}}})) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"kind": "frames"}, "an Output: .stdout, .stderr, .text, .lines()"),
        ({"kind": "hijack"}, "an Output: .stdout, .stderr, .text, .lines()"),
        ({"kind": "lines", "single": True}, "a Result, where the answer has an end"),
        ({"kind": "tar"}, "an Archive: .members(), .extract(directory), .save(path), .read()"),
        ({"kind": "header", "name": "X-Stat"}, "a Result, from the header X-Stat"),
        ({"kind": "text"}, "a str"),
        ({"kind": "bytes"}, "bytes"),
        ({"kind": "empty"}, "None"),
        ({"kind": "websocket"}, "an Output: .text, .lines(); what it writes is mixed"),
        ({"kind": "session"}, "a Duplex of bytes, for HTTP/2"),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
def test_what_else_an_operation_gives_is_said_in_a_line(make: Make, said: Any, expected: str) -> None:
    assert answer_text(make({"x-answer": said})) == expected


# --- docstrings that are written when they are read


@pytest.fixture
def doc(full: Operation) -> LazyDoc:
    """Give the docstring of the full operation."""
    return LazyDoc.of(full)


def test_a_docstring_is_written_when_it_is_first_read_and_then_kept(
    full: Operation, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Operation] = []
    monkeypatch.setattr("dynclient.api.help.help_text", lambda operation: written.append(operation) or "text")
    doc = LazyDoc.of(full)
    assert bool(doc)
    assert written == []
    assert (str(doc), str(doc), written) == ("text", "text", [full])


def test_a_docstring_is_a_string(doc: LazyDoc) -> None:
    assert isinstance(doc, str)
    assert str(doc) == TEXT
    assert doc == TEXT
    assert doc == LazyDoc.of(doc._operation)
    assert doc != "other"
    assert hash(doc) == hash(TEXT)
    assert repr(doc) == repr(TEXT)
    assert len(doc) == len(TEXT)
    assert list(doc) == list(TEXT)
    assert "ThingDo" in doc
    assert 5 not in doc
    assert (doc[0], doc[:13]) == ("D", "Do something.")
    assert doc.splitlines() == TEXT.splitlines()
    assert doc.splitlines(True) == TEXT.splitlines(True)
    assert doc.split("\n") == TEXT.split("\n")
    assert doc.strip() == TEXT
    assert doc.expandtabs() == TEXT


def test_pythons_own_help_reads_it(doc: LazyDoc) -> None:
    def function() -> None: ...

    function.__doc__ = doc
    assert inspect.getdoc(function) == TEXT
    assert pydoc.getdoc(function) == TEXT
    assert "    Do something.\n" in pydoc.plain(pydoc.render_doc(function))


# --- search


def row(name: str, summary: str = "", **more: Any) -> tuple[str, dict[str, Any]]:
    return name, {"operationId": name, "tags": ["Thing"], "summary": summary, **more}


@pytest.fixture
def things(make_api: Callable[..., Api]) -> Api:
    """Give operations with words in all places."""
    nested = {"A": {"type": "object", "properties": {"Deep": {"type": "object", "properties": {"Coral": STRING}}}}}
    body = {
        "content": {
            JSON: {"schema": {"type": "object", "properties": {**nested, "B": {**STRING, "description": "a whale"}}}}
        }
    }
    rows = [
        row("ThingPrune", "Remove what is not used"),
        row("ThingList", "List things", description="Whether pruned or not."),
        row("ThingMake", "Make a thing", requestBody=body),
        row("NopruneSet", "Set a flag"),
        row("ThingStop", "Stop a thing", parameters=[parameter("prune"), parameter("signal", description="a sailor")]),
    ]
    return make_api({f"/{name}": {"get": node} for name, node in rows})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("prune", ["ThingPrune", "NopruneSet", "ThingStop", "ThingList"]),
        ("Prune", ["ThingPrune", "NopruneSet", "ThingStop", "ThingList"]),
        ("make", ["ThingMake"]),
        ("used", ["ThingPrune"]),
        ("list things", ["ThingList"]),
        ("list coral", []),
        ("coral", ["ThingMake"]),
        ("whale", ["ThingMake"]),
        ("sailor", ["ThingStop"]),
        ("zzz", []),
        ("!", []),
        ("", ["ThingPrune", "ThingList", "ThingMake", "NopruneSet", "ThingStop"]),
    ],
)
def test_operations_are_found_by_their_words_best_first(things: Api, text: str, expected: list[str]) -> None:
    assert [operation.id for operation in find(things, text)] == expected


def test_what_was_found_is_shown_with_where_it_matched(things: Api) -> None:
    assert repr(find(things, "prune")).splitlines() == [
        "thing.prune        Remove what is not used",
        "thing.noprune_set  Set a flag",
        "thing.stop         Stop a thing  (prune)",
        "thing.list         List things",
    ]
    assert repr(find(things, "coral")) == "thing.make  Make a thing  (A.Deep.Coral)"
    assert find(things, "coral").matches == {"ThingMake": "A.Deep.Coral"}


def test_nothing_found_is_said(things: Api) -> None:
    assert repr(find(things, "zzz")) == "nothing found"


def test_an_operation_without_a_summary_is_shown_by_its_id(make_api: Callable[..., Api]) -> None:
    api = make_api({"/x": {"get": {"operationId": "ThingDo", "tags": ["Thing"]}}})
    assert repr(find(api, "do")) == "thing.do  ThingDo"
